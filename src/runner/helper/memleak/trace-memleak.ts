import { basename, dirname } from "node:path";
import { execa } from "execa";
import { program as bccMemleak } from "../../../tools/memleak/bcc.ts";
import { program as libbpfMemleak } from "../../../tools/memleak/libbpf.ts";
import type { Tracer } from "../../../tools/memleak/memleak-request.ts";
import { bpftrace } from "../../../tools/programs.ts";
import { locatedIn } from "../located-in.ts";
import type { Allocator } from "./allocator.ts";
import { bpftraceEnvironment, traceScript } from "./bpftrace-script.ts";

export interface TraceRequest {
  readonly pid: number;
  readonly allocator: Allocator;
  readonly sampledOneIn: number;
  readonly seconds: number;
  readonly minimumAgeMs: number;
  /** Breakpoints may stand within a function. */
  readonly withOffsets: boolean;
}

export interface Traced {
  readonly stdout: Uint8Array;
  readonly stderr: string;
  readonly failed: boolean;
}

/** More stacks than this are not told; the rest of a tree of so many is noise. */
const topStacks = 500;
/** Longest name of an object that memleak of libbpf-tools takes (`char object[32]`). */
const longestObject = 31;

export const traceBy: Readonly<Record<Tracer, (request: TraceRequest) => Promise<Traced>>> = {
  bpftrace: traceByBpftrace,
  bcc: traceByBcc,
  libbpf: traceByLibbpf,
};

async function traceByBpftrace(request: TraceRequest): Promise<Traced> {
  const words = ["-q", "-p", `${request.pid}`, "-e", traceScript(request.allocator, request)];
  return await start(locatedIn(bpftrace), words, { env: { ...bpftrace.env, ...bpftraceEnvironment } });
}

/** Prints at intervals, because it prints nothing when it is interrupted; the last interval holds all. */
async function traceByBcc(request: TraceRequest): Promise<Traced> {
  const { allocator } = request;
  const prefix = allocator.prefix === "" ? [] : ["--symbols-prefix", allocator.prefix];
  const times = Math.min(6, Math.max(1, Math.floor(request.seconds / 5)));
  const interval = Math.ceil(request.seconds / times);
  const words = [...options(request), "-O", allocator.path, ...prefix, `${interval}`, `${times}`];
  return await start(locatedIn(bccMemleak), words, { env: { ...bccMemleak.env } });
}

/** Prints once more when it is interrupted. The object is named from its own folder: a whole path is longer than it reads. */
async function traceByLibbpf(request: TraceRequest): Promise<Traced> {
  const { allocator, seconds } = request;
  const prefix = allocator.prefix === "" ? [] : ["-S", allocator.prefix];
  const object = `./${basename(allocator.path)}`;
  if (object.length > longestObject) {
    return {
      stdout: new Uint8Array(),
      stderr: `memleak of libbpf-tools takes no name as long as ${object}`,
      failed: true,
    };
  }
  const words = [...options(request), "-O", object, ...prefix, `${seconds}`, "1"];
  return await start(locatedIn(libbpfMemleak), words, { cwd: dirname(allocator.path) });
}

function options({ pid, sampledOneIn, minimumAgeMs }: TraceRequest): string[] {
  const sampling = sampledOneIn > 1 ? ["-s", `${sampledOneIn}`] : [];
  return ["-p", `${pid}`, "-o", `${minimumAgeMs}`, "-T", `${topStacks}`, ...sampling];
}

/** Ctrl-C reaches the program through the process group: it prints what it has. */
async function start(
  path: string,
  words: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Traced> {
  const { stdout, stderr, exitCode } = await execa(path, words, {
    ...options,
    stdin: "ignore",
    reject: false,
    encoding: "buffer",
  });
  return { stdout, stderr: Buffer.from(stderr).toString(), failed: exitCode !== 0 };
}
