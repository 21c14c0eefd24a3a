import { statSync } from "node:fs";
import { execa } from "execa";
import { bccTool, libbpfTool } from "../../../tools/programs.ts";
import type { Binary } from "../../../tools/requirement.ts";
import { findBinaries } from "../../probe/find-binaries.ts";
import type { Allocator } from "./allocator.ts";
import type { BpftraceProgram } from "./bpftrace-program.ts";
import { bpftraceEnvironment, countScript } from "./bpftrace-script.ts";

export interface CountRequest {
  readonly pid: number;
  readonly allocator: Allocator;
  readonly signal: AbortSignal;
}

interface Counted {
  readonly perSecond?: number;
  /** What its program said, where it could not count. */
  readonly said: string;
}

const funccount = bccTool("funccount");
const funclatency = libbpfTool("funclatency", { bare: false });

/**
 * Allocations a second, by a breakpoint on the entries of the allocator alone: a fifth of what tracing them costs. bpftrace
 * ends after a quarter of a second or 50,000 allocations, the others count for a second.
 */
export async function allocationRate(request: CountRequest, bpftrace: BpftraceProgram | undefined): Promise<Counted> {
  const located = findBinaries([funccount, funclatency]);
  const pathOf = ({ names }: Binary) => names.map((name) => located[name]).find((one) => one !== undefined);
  const counters = [
    [bpftrace?.tooOld === undefined ? bpftrace?.path : undefined, countByBpftrace],
    [pathOf(funccount), countByFunccount],
    [pathOf(funclatency), countByFunclatency],
  ] as const;
  const said: string[] = [];
  for (const [path, count] of counters) {
    if (path === undefined) continue;
    const counted = await count(path, request);
    if (counted.perSecond !== undefined || request.signal.aborted) return counted;
    said.push(counted.said);
  }
  return { said: said.join("\n") || "neither bpftrace 0.21 nor funccount nor funclatency is here" };
}

async function countByBpftrace(path: string, { pid, allocator }: CountRequest): Promise<Counted> {
  const { stdout, stderr } = await execa(path, ["-q", "-p", `${pid}`, "-e", countScript(allocator)], {
    ...quiet,
    env: bpftraceEnvironment,
  });
  return { said: stderr, ...known(ticksRate(stdout)) };
}

/** Between the first tick and the last, each a time in nanoseconds and what was counted until then; CPUs tell theirs in any order. */
export function ticksRate(stdout: string): number | undefined {
  const ticks = [...stdout.matchAll(/^(\d{1,19}) (\d{1,15})$/gm)]
    .map(([, at, count]) => [Number(at), Number(count)] as const)
    .toSorted(([a], [b]) => a - b);
  const [[start, before] = [0, 0], [end, after] = [0, 0]] = [ticks[0], ticks.at(-1)];
  return end > start ? ((after - before) * 1e9) / (end - start) : undefined;
}

/** `malloc 1234` for each function, after a second. */
async function countByFunccount(path: string, { pid, allocator }: CountRequest): Promise<Counted> {
  const pattern = `${allocator.path}:^${allocator.prefix}(malloc|calloc|realloc)$`;
  const { stdout, stderr } = await execa(path, ["-r", "-p", `${pid}`, "-d", "1", pattern], quiet);
  const counts = [...stdout.matchAll(/^\S*(?:malloc|calloc|realloc)\S*\s+(\d+)$/gm)].map(([, count]) => Number(count));
  const hasWatched = stdout.includes("Detaching");
  return { said: stderr, ...known(hasWatched ? counts.reduce((sum, count) => sum + count, 0) : undefined) };
}

/**
 * Of malloc alone: the histogram of its times, over a second. funclatency looks for the library in diag's own files, so that
 * it serves where those are the target's too.
 */
async function countByFunclatency(path: string, { pid, allocator }: CountRequest): Promise<Counted> {
  const library = /\/lib(c|jemalloc|tcmalloc|mimalloc)[.-][^/]*$/.exec(allocator.object)?.[1];
  if (library === undefined || !isSameFile(allocator)) {
    return { said: "funclatency finds no allocator in another container" };
  }
  const words = ["-p", `${pid}`, "-d", "1", `${library}:${allocator.prefix}malloc`];
  const { stdout, stderr, exitCode } = await execa(path, words, quiet);
  const counts = [...stdout.matchAll(/^\s*\d+ -> \d+\s*: (\d+)\s/gm)].map(([, count]) => Number(count));
  return { said: stderr, ...known(exitCode === 0 ? counts.reduce((sum, count) => sum + count, 0) : undefined) };
}

function isSameFile({ object, path }: Allocator): boolean {
  try {
    const [ours, theirs] = [statSync(object), statSync(path)];
    return ours.dev === theirs.dev && ours.ino === theirs.ino;
  } catch {
    return false;
  }
}

const quiet = { stdin: "ignore", reject: false, timeout: 20_000 } as const;

function known(perSecond: number | undefined) {
  return perSecond === undefined ? {} : { perSecond };
}
