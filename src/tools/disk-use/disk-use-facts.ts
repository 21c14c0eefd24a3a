import { number, percent, series, string, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { type DiskCounters, diskChange, diskCounters } from "../kernel-files/diskstats.ts";
import { pressureLine, pressureShare } from "../kernel-files/pressure.ts";
import { readSamples, windowOf } from "../samples.ts";
import type { Parsed, RawOutput, Sample } from "../tool.ts";

const ofBusiest = (kind: "number", unit: "percent" | "milliseconds" | "none" | "per-second", description: string) =>
  ({ kind, unit, optional: true, description }) as const;

export const diskUseFactDeclarations = {
  disks: {
    kind: "table",
    description: "Whole disks that served a request in the window, the busiest first (/proc/diskstats).",
    columns: {
      device: { kind: "string", description: "Its name." },
      rotates: { kind: "boolean", description: "The kernel takes it for a disk that turns (queue/rotational)." },
      utilisation: { kind: "number", unit: "percent", description: "Of the window with a request under way." },
      reads: { kind: "number", unit: "per-second", description: "Reads." },
      writes: { kind: "number", unit: "per-second", description: "Writes." },
      readRate: { kind: "number", unit: "bytes-per-second", description: "Read." },
      writeRate: { kind: "number", unit: "bytes-per-second", description: "Written." },
      latency: { kind: "number", unit: "milliseconds", description: "Mean of a request, queue and device together." },
      queue: { kind: "number", unit: "none", description: "Requests under way, mean." },
    },
  },
  busiest: {
    kind: "string",
    optional: true,
    description: "The disk that was busy for longest. Absent where none was.",
  },
  utilisation: ofBusiest("number", "percent", "Of the window in which it had a request under way."),
  latency: ofBusiest("number", "milliseconds", "Mean time of its requests, queue and device together."),
  queue: ofBusiest("number", "none", "Its requests under way, mean."),
  requests: ofBusiest("number", "per-second", "Its reads, writes, discards and flushes."),
  utilisationOverTime: {
    kind: "series",
    unit: "percent",
    optional: true,
    description: "Its utilisation in each interval.",
  },
  pressureSome: {
    kind: "number",
    unit: "percent",
    optional: true,
    description: "Share of the window in which some task waited for a disk (/proc/pressure/io). Absent without PSI.",
  },
  pressureFull: {
    kind: "number",
    unit: "percent",
    optional: true,
    description: "Share in which all tasks that were not idle did.",
  },
} as const satisfies Record<string, FactDeclaration>;

type Facts = Partial<Record<keyof typeof diskUseFactDeclarations, ParsedFact>>;

const mostDisks = 64;

export function parseDiskUse(output: RawOutput): Parsed {
  const samples = readSamples(output.stdout).filter(({ files }) => files["/proc/diskstats"] !== undefined);
  const [first, last, seconds] = [samples[0], samples.at(-1), windowOf(samples)];
  if (first === undefined || last === undefined || seconds <= 0) return { facts: {}, notes: [] };
  const used = usedDisks(first, last);
  const [busiest] = used;
  const share = (change: DiskCounters, over = seconds) => Math.min(100, change.busyMs / over / 10);
  const latency = (change: DiskCounters) => waitedMs(change) / Math.max(1, requests(change));
  const facts: Facts = {
    disks: table(
      diskUseFactDeclarations.disks,
      used
        .slice(0, mostDisks)
        .map(([name, change]) => [
          ...[name, last.files[`/sys/block/${name}/queue/rotational`]?.trim() === "1", share(change)],
          ...[
            change.reads / seconds,
            change.writes / seconds,
            change.readBytes / seconds,
            change.writtenBytes / seconds,
          ],
          ...[latency(change), change.weightedMs / seconds / 1000],
        ]),
    ),
    ...pressureOf(first, last, seconds),
  };
  if (busiest === undefined) return { facts, notes: [] };
  const [name, change] = busiest;
  return {
    facts: {
      ...facts,
      busiest: string(name),
      utilisation: percent(share(change)),
      latency: number(latency(change), "milliseconds"),
      queue: number(change.weightedMs / seconds / 1000, "none"),
      requests: number(requests(change) / seconds, "per-second"),
      utilisationOverTime: series(
        samples.slice(1).flatMap((sample, index): [number, number][] => {
          const before = samples[index] ?? first;
          const part = changeIn(name, before, sample);
          return part === undefined ? [] : [[sample.at, share(part, sample.at - before.at)]];
        }),
        "percent",
      ),
    },
    notes: [],
  };
}

function requests({ reads, writes, discards, flushes }: DiskCounters): number {
  return reads + writes + discards + flushes;
}

function waitedMs({ readMs, writeMs, discardMs, flushMs }: DiskCounters): number {
  return readMs + writeMs + discardMs + flushMs;
}

/** Whole disks with a request in the window, the busiest first. */
function usedDisks(first: Sample, last: Sample): [name: string, change: DiskCounters][] {
  return Object.keys(last.files)
    .flatMap((path): [string, DiskCounters][] => {
      const name = /^\/sys\/block\/([^/]+)\/queue\/rotational$/.exec(path)?.[1] ?? "";
      const change = changeIn(name, first, last);
      return change === undefined || requests(change) === 0 ? [] : [[name, change]];
    })
    .toSorted(([, a], [, b]) => b.busyMs - a.busyMs);
}

/** A `!` in the name of a folder stands for a `/` in the device's (cciss!c0d0). */
function changeIn(name: string, first: Sample, last: Sample): DiskCounters | undefined {
  const [before, after] = [first, last].map(({ files }) =>
    diskCounters(files["/proc/diskstats"]).get(name.replaceAll("!", "/")),
  );
  return before === undefined || after === undefined ? undefined : diskChange(before, after);
}

function pressureOf(first: Sample, last: Sample, seconds: number): Facts {
  const share = (line: "some" | "full") => {
    const [start, end] = [first, last].map(({ files }) => pressureLine(files["/proc/pressure/io"], line));
    return start === undefined || end === undefined ? undefined : percent(pressureShare(start, end, seconds));
  };
  const [some, full] = [share("some"), share("full")];
  return {
    ...(some === undefined ? {} : { pressureSome: some }),
    ...(full === undefined ? {} : { pressureFull: full }),
  };
}
