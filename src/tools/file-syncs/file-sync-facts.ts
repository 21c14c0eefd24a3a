import { number, string, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { quantileBucket } from "../histogram/quantile.ts";
import { waitPath, waitSite } from "../off-cpu/wait-site.ts";
import { StackCounter } from "../stacks/stack-counter.ts";
import type { Parsed, RawOutput } from "../tool.ts";
import type { SyncCalls, TracedSyncs } from "./sync-call.ts";

const optionalText = { kind: "string", optional: true } as const;

export const fileSyncDeclarations = {
  syncs: {
    kind: "number",
    unit: "per-second",
    optional: true,
    description: "Calls that ended. Absent where they are only looked for.",
  },
  waited: {
    kind: "number",
    unit: "percent-of-core",
    description: "Time that threads spent in them per wall time: 100 is one thread that does nothing else.",
  },
  mean: {
    kind: "number",
    unit: "milliseconds",
    optional: true,
    description: "What one took on average. Absent without any.",
  },
  longest: { kind: "number", unit: "milliseconds", optional: true, description: "The longest. Absent without any." },
  latency: {
    kind: "histogram",
    unit: "microseconds",
    optional: true,
    description: "What they took. Absent without any.",
  },
  p99High: {
    kind: "number",
    unit: "microseconds",
    optional: true,
    description: "99th percentile, as the upper bound of the power-of-two bucket in which it falls.",
  },
  topCall: {
    ...optionalText,
    description: "The call at the place that took most time: fsync, fdatasync… Absent without any.",
  },
  topSite: { ...optionalText, description: "Function of the program that makes it, where its frames have names." },
  topPath: { ...optionalText, description: "That function and its callers, `leaf ← caller`." },
  topFile: { ...optionalText, description: "The file: its last folder and its name, or its descriptor." },
  topFileSystem: { ...optionalText, description: "Kind of its file system: ext4, xfs, overlay…" },
  topDisk: {
    ...optionalText,
    description: "Name of its device. Absent where that is none of the kernel's disks (overlay, network).",
  },
  topThread: { ...optionalText, description: "Name of the thread." },
  topPid: { kind: "number", unit: "none", optional: true, description: "Pid of its process." },
  stacks: {
    kind: "profile",
    unit: "microseconds",
    optional: true,
    description: "Places in the program that sync, by the time that it takes; the call is the leaf.",
  },
  calls: {
    kind: "table",
    description: "Places that sync, those that take most time first, 50 at most.",
    columns: {
      thread: { kind: "string", description: "Thread name (comm)." },
      pid: { kind: "number", description: "As the host numbers it." },
      call: { kind: "string", description: "System call." },
      file: { kind: "string", description: "Last folder and name, or descriptor; empty of a call without a file." },
      fileSystem: { kind: "string", description: "Its kind." },
      disk: { kind: "string", description: "Its device." },
      path: { kind: "string", description: "Function and its callers." },
      rate: { kind: "number", unit: "per-second", description: "Calls; 0 where they are only looked for." },
      mean: { kind: "number", unit: "milliseconds", description: "What one took on average." },
      longest: { kind: "number", unit: "milliseconds", description: "The longest." },
      waited: { kind: "number", unit: "percent-of-core", description: "Time in it: 100 is one thread all the time." },
    },
  },
} as const satisfies Record<string, FactDeclaration>;

type Facts = Partial<Record<keyof typeof fileSyncDeclarations, ParsedFact>>;

const shown = 50;

export function fileSyncFacts(
  traced: (TracedSyncs & { readonly endedEarly: boolean }) | undefined,
  { partial }: Pick<RawOutput, "partial">,
): Parsed {
  if (traced === undefined) return { facts: {}, notes: [] };
  const { calls, latency, seconds, disks } = traced;
  const sorted = calls.toSorted((a, b) => b.us - a.us);
  const [us, count] = [
    sorted.reduce((total, one) => total + one.us, 0),
    sorted.reduce((total, one) => total + one.count, 0),
  ];
  const p99 = quantileBucket(latency, 0.99);
  const facts: Facts = {
    syncs: number(count / seconds, "per-second"),
    waited: number(us / 1e4 / seconds, "percent-of-core"),
    ...(count === 0
      ? {}
      : {
          mean: number(us / 1e3 / count, "milliseconds"),
          longest: number(Math.max(...sorted.map((one) => one.longestUs)) / 1e3, "milliseconds"),
        }),
    ...(latency.length === 0 ? {} : { latency: { kind: "histogram", unit: "microseconds", buckets: [...latency] } }),
    ...(p99 === undefined ? {} : { p99High: number(p99.high, "microseconds") }),
    ...topFacts(sorted[0], disks),
    ...stackFacts(sorted),
    calls: table(
      fileSyncDeclarations.calls,
      sorted
        .slice(0, shown)
        .map((one) => [
          ...[one.thread, one.pid, one.call, one.file, one.fileSystem, disks.get(one.device) ?? "", waitPath(one.user)],
          ...[one.count / seconds, one.us / 1e3 / one.count, one.longestUs / 1e3, one.us / 1e4 / seconds],
        ]),
    ),
  };
  const notes: string[] = [];
  if (traced.endedEarly)
    notes.push(
      `It ended after ${Math.round(seconds * 10) / 10} s, because there were so many calls that it would cost more.`,
    );
  if (partial) notes.push("Tracing was cut short; later calls are not counted.");
  return { facts, notes };
}

function topFacts(top: SyncCalls | undefined, disks: ReadonlyMap<string, string>): Facts {
  if (top === undefined) return {};
  const disk = disks.get(top.device);
  const text = (name: keyof Facts, value: string | undefined): Facts =>
    value === undefined || value === "" ? {} : { [name]: string(value) };
  return {
    ...text("topCall", top.call),
    ...text("topSite", waitSite(top.user)),
    ...text("topPath", waitPath(top.user)),
    ...text("topFile", top.file),
    ...text("topFileSystem", top.fileSystem),
    ...text("topDisk", disk),
    ...text("topThread", top.thread),
    topPid: number(top.pid, "none"),
  };
}

function stackFacts(calls: readonly SyncCalls[]): Facts {
  const counter = new StackCounter();
  for (const { thread, user, us } of calls) if (us > 0) counter.add(thread, user.toReversed(), Math.round(us));
  return counter.total === 0 ? {} : { stacks: { kind: "profile", unit: "microseconds", folded: counter.folded } };
}
