import type { Bucket } from "../../documents/facts.generated.ts";
import { loadBpf, readsKernel } from "../privileges.ts";
import { libbpfTool } from "../programs.ts";
import { textLines } from "../text-lines.ts";
import type { ParseContext, Variant } from "../tool.ts";
import { windowSeconds } from "../window.ts";
import { diskRequestFacts } from "./disk-request-facts.ts";
import { isWaitedFor, kindOf, type Requests, type TracedRequests } from "./request.ts";

const program = libbpfTool("biosnoop", { bare: true });

/** iovisor/bcc#5244; seen with libbpf-tools 0.31 on Debian's 5.10.262. */
const sinceStable510 = {
  kind: "not-kernel",
  range: ">=5.10.137 <5.11.0",
  reason: "has the tracepoint block_rq_insert of 5.11, and biosnoop takes it for that of 5.10",
} as const;

/** biosnoop(8): a line for each request. */
export const libbpf: Variant = {
  name: "libbpf",
  precision:
    "Every request of every disk is timed, by who asked for it. The time in the queue begins where the scheduler of the disk gets the request, and is not told of a disk without one. Errors are not told.",
  requires: [{ kind: "binary", binary: program }, loadBpf, readsKernel, { kind: "btf" }, sinceStable510],
  overhead: {
    cpuPercentOfCore: 5,
    basis: "biosnoop(8): a line of text for each request, which costs more than to count it",
  },
  collect: (args) => ({
    kind: "commands",
    commands: [{ binary: program, argv: ["-Q", `${windowSeconds(args)}`] }],
  }),
  parse(output, context) {
    const { facts, notes } = diskRequestFacts(readLines(output.stdout, context), output, context);
    const lost = lostRequests(output.stderr);
    return { facts, notes: lost > 0 ? [...notes, `${lost} requests were lost, and are not counted.`] : notes };
  },
};

/**
 * `TIME(s) COMM PID DISK T SECTOR BYTES QUE(ms) LAT(ms)` (handle_event() of libbpf-tools/biosnoop.c). COMM is cut to 14 bytes; it is `?`, and
 * PID 0, of requests whose beginning was not seen. QUE is -1 where it is not known. LAT begins where QUE ends.
 */
const line =
  /^\d{1,9}\.\d{1,9} +(.{1,16}?) +(\d{1,10}) +(\S{1,32}) +([A-Z]{1,9}) +-?\d{1,20} +(\d{1,12}) +(-?\d{1,9}(?:\.\d{1,6})?) +(\d{1,9}(?:\.\d{1,6})?)$/;

function readLines(stdout: Uint8Array, { args, pids }: ParseContext): TracedRequests | undefined {
  const found = new Map<string, Requests>();
  const [latency, served] = [new Map<number, number>(), new Map<number, number>()];
  let isWatching = false;
  for (const text of textLines(stdout)) {
    isWatching ||= /^TIME\(s\) +COMM +PID +DISK/.test(text);
    const [, name = "", pid, disk = "", rwbs = "", bytes, queue, device] = line.exec(text) ?? [];
    if (pid === undefined) continue;
    const kind = kindOf(rwbs);
    const [queuedUs, servedUs] = [Math.max(0, Number(queue) * 1000), Number(device) * 1000];
    const key = JSON.stringify([disk, pid, kind, name]);
    const known = found.get(key);
    found.set(key, {
      ...{ disk, pid: Number(pid), name, kind, errors: 0 },
      count: (known?.count ?? 0) + 1,
      bytes: (known?.bytes ?? 0) + Number(bytes),
      queuedUs: (known?.queuedUs ?? 0) + queuedUs,
      servedUs: (known?.servedUs ?? 0) + servedUs,
      longestUs: Math.max(known?.longestUs ?? 0, queuedUs + servedUs),
    });
    if (!isWaitedFor(kind) || (pids.length > 0 && !pids.includes(Number(pid)))) continue;
    add(latency, queuedUs + servedUs);
    add(served, servedUs);
  }
  if (!isWatching) return undefined;
  return {
    requests: [...found.values()],
    latency: buckets(latency),
    served: buckets(served),
    seconds: windowSeconds(args),
    endedEarly: false,
  };
}

/** A ring buffer of a CPU was full: `lost 12 events on CPU #1`. */
function lostRequests(stderr: string): number {
  return [...stderr.matchAll(/^lost (\d{1,12}) events on CPU/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
}

function add(counts: Map<number, number>, us: number): void {
  const low = us < 1 ? 0 : 2 ** Math.floor(Math.log2(us));
  counts.set(low, (counts.get(low) ?? 0) + 1);
}

function buckets(counts: ReadonlyMap<number, number>): Bucket[] {
  return [...counts]
    .toSorted(([a], [b]) => a - b)
    .map(([low, count]) => ({ low, high: low === 0 ? 1 : 2 * low, count }));
}
