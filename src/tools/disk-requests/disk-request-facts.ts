import { number, percent, string, table } from "../fact.ts";
import type { ParsedFact } from "../fact-declaration.ts";
import { quantileBucket } from "../histogram/quantile.ts";
import type { ParseContext, Parsed, RawOutput } from "../tool.ts";
import { diskRequestDeclarations } from "./disk-request-declarations.ts";
import { isWaitedFor, type Requests, type TracedRequests } from "./request.ts";

type Facts = Partial<Record<keyof typeof diskRequestDeclarations, ParsedFact>>;

const shown = 50;

export function diskRequestFacts(
  traced: TracedRequests | undefined,
  { partial }: Pick<RawOutput, "partial">,
  { pids }: Pick<ParseContext, "pids">,
): Parsed {
  if (traced === undefined) return { facts: {}, notes: [] };
  const { requests, seconds, latency, served } = traced;
  const isOwn = ({ pid }: Requests) => pids.length === 0 || pids.includes(pid);
  const inFlight = ({ queuedUs, servedUs }: Requests) => (queuedUs + servedUs) / 1e6 / seconds;
  const sorted = requests.toSorted((a, b) => inFlight(b) - inFlight(a));
  const waits = sorted.filter((one) => isOwn(one) && isWaitedFor(one.kind));
  const errors = sum(sorted, (one) => one.errors);
  const errorDisk = heaviest(
    sorted,
    (one) => one.disk,
    (one) => one.errors,
  );
  const p99 = quantileBucket(latency, 0.99);
  const facts: Facts = {
    requests: number(sum(waits, ({ count }) => count) / seconds, "per-second"),
    errors: number(errors, "count"),
    ...(errorDisk === undefined ? {} : { errorDisk: string(errorDisk) }),
    ...(latency.length === 0 ? {} : { latency: { kind: "histogram", unit: "microseconds", buckets: [...latency] } }),
    ...(served.length === 0
      ? {}
      : { deviceLatency: { kind: "histogram", unit: "microseconds", buckets: [...served] } }),
    ...(p99 === undefined ? {} : { p99High: number(p99.high, "microseconds") }),
    ...diskFacts(heaviest(waits, (one) => one.disk, inFlight)),
    processes: table(
      diskRequestDeclarations.processes,
      sorted
        .slice(0, shown)
        .map((one) => [
          ...[one.disk, one.pid, one.name, isOwn(one), one.kind, one.count / seconds, one.bytes / seconds],
          ...[one.queuedUs / 1e3 / one.count, one.servedUs / 1e3 / one.count, one.longestUs / 1e3, inFlight(one)],
        ]),
    ),
  };
  const notes: string[] = [];
  if (traced.endedEarly)
    notes.push(
      `It ended after ${Math.round(seconds * 10) / 10} s, because there were so many requests that it would cost more.`,
    );
  if (partial) notes.push("Tracing was cut short; later requests are not counted.");
  return { facts, notes };

  /** What the target's requests of a disk take, and who is in flight there beside them. */
  function diskFacts(disk: string | undefined): Facts {
    if (disk === undefined) return {};
    const there = sorted.filter((one) => one.disk === disk);
    const [own, others] = [there.filter(isOwn), there.filter((one) => !isOwn(one))];
    const waited = waits.filter((one) => one.disk === disk);
    const count = sum(waited, (one) => one.count);
    const [all, mine] = [sum(there, inFlight), sum(own, inFlight)];
    const mean = (of: (one: Requests) => number) => sum(waited, of) / count;
    const share = (part: number) => (all > 0 ? (100 * part) / all : 0);
    const [first] = own;
    return {
      disk: string(disk),
      waitLatency: number(
        mean((one) => (one.queuedUs + one.servedUs) / 1e3),
        "milliseconds",
      ),
      waitQueue: number(
        mean((one) => one.queuedUs / 1e3),
        "milliseconds",
      ),
      waitDevice: number(
        mean((one) => one.servedUs / 1e3),
        "milliseconds",
      ),
      waitBytes: number(
        mean((one) => one.bytes),
        "bytes",
      ),
      waitLongest: number(Math.max(...waited.map((one) => one.longestUs)) / 1e3, "milliseconds"),
      inFlight: number(all, "count"),
      ownInFlight: number(mine, "count"),
      ownShare: percent(share(mine)),
      ...(first === undefined ? {} : { ownName: string(first.name), ownPid: number(first.pid, "none") }),
      kernelShare: percent(share(sum(others.filter(isOfKernel), inFlight))),
      ...rivalFacts(
        others.filter((one) => !isOfKernel(one)),
        share,
      ),
    };
  }

  function rivalFacts(others: readonly Requests[], share: (part: number) => number): Facts {
    const pid = heaviest(others, (one) => one.pid, inFlight);
    const its = others.filter((one) => one.pid === pid);
    const [first] = its;
    if (first === undefined) return {};
    return {
      rivalName: string(first.name),
      rivalPid: number(first.pid, "none"),
      rivalShare: percent(share(sum(its, inFlight))),
      rivalInFlight: number(sum(its, inFlight), "count"),
      rivalBytes: number(sum(its, (one) => one.bytes) / seconds, "bytes-per-second"),
    };
  }
}

/** The kernel's threads that ask for blocks: workers, journals, daemons of file systems, volumes and swap. */
const ofKernel =
  /^(?:kworker|jbd2|xfs|btrfs|z_|txg_|dm|md|raid|loop|kthrotld|kswapd|kcompactd|kblockd|kdmflush|bcache|nvme|scsi|irq|swapper|ksoftirqd)(?:[/\-_:\d]|$)/;

/** 0 is the pid of an idle CPU that an interrupt came to, and of what began unseen, as the flushes that the block layer itself puts before a write. */
function isOfKernel({ pid, name }: Requests): boolean {
  return pid === 0 || ofKernel.test(name);
}

function sum(requests: readonly Requests[], of: (one: Requests) => number): number {
  return requests.reduce((total, one) => total + of(one), 0);
}

/** The key that has most of something; undefined where none has any. */
function heaviest<Key>(
  requests: readonly Requests[],
  keyOf: (one: Requests) => Key,
  weight: (one: Requests) => number,
): Key | undefined {
  const weights = new Map<Key, number>();
  for (const one of requests) weights.set(keyOf(one), (weights.get(keyOf(one)) ?? 0) + weight(one));
  const [most] = [...weights].toSorted(([, a], [, b]) => b - a);
  return most === undefined || most[1] <= 0 ? undefined : most[0];
}
