import { boolean, number, percent, series, string, table } from "../fact.ts";
import type { ParsedFact } from "../fact-declaration.ts";
import { type DiskCounters, diskChange, diskCounters, diskNames } from "../kernel-files/diskstats.ts";
import { pressureLine, pressureShare } from "../kernel-files/pressure.ts";
import { readSamples, windowOf } from "../samples.ts";
import type { ParseContext, Parsed, RawOutput, Sample } from "../tool.ts";
import { diskLoadDeclarations } from "./disk-load-declarations.ts";
import { diskTree } from "./disk-tree.ts";
import { ioLimits } from "./io-limits.ts";
import { deviceBelow, isOfRuntime, type Mount, mountsOf } from "./mounts.ts";

type Facts = Partial<Record<keyof typeof diskLoadDeclarations, ParsedFact>>;

const shownDisks = 50;
const shownMounts = 4;
const nodePressure = "/proc/pressure/io";

export function parseDiskLoad(output: RawOutput, { pids }: Pick<ParseContext, "pids">): Parsed {
  const samples = readSamples(output.stdout);
  const [first, last, seconds] = [samples[0], samples.at(-1), windowOf(samples)];
  if (first === undefined || last === undefined || seconds <= 0) return { facts: {}, notes: [] };
  const mounts = mountsByDisk(first, pids);
  const before = diskCounters(first.files["/proc/diskstats"]);
  const isWhole = wholeDisks(first);
  const disks = [...diskCounters(last.files["/proc/diskstats"])]
    .filter(([name]) => isWhole(name))
    .flatMap(([name, end]) => {
      const change = diskChange(before.get(name), end);
      return change === undefined ? [] : [{ name, ...loadOf(change, seconds), mounts: mounts?.get(name) }];
    })
    .filter(({ inFlight, reads, writes }) => inFlight > 0 || reads + writes > 0)
    .toSorted((a, b) => b.inFlight - a.inFlight);
  // A disk that had nothing to do is still the target's: there is just nothing to tell of it.
  const main = disks.find((disk) => mounts === undefined || disk.mounts !== undefined);
  const facts: Facts = {
    ...countFacts(main),
    ...(main === undefined ? {} : { ...latencyFacts(main, samples), ...mountFacts(main.mounts) }),
    ...pressureFacts(samples, pids),
    ...limitFacts(samples),
    disks: table(
      diskLoadDeclarations.disks,
      disks
        .slice(0, shownDisks)
        .map((disk) => [
          ...[disk.name, mounts === undefined || disk.mounts !== undefined, rotates(disk.name, first)],
          ...[disk.reads, disk.writes],
          ...[disk.readBytes, disk.writtenBytes, disk.readLatency ?? 0, disk.writeLatency ?? 0, disk.flushLatency ?? 0],
          ...[disk.inFlight, disk.busy],
        ]),
    ),
  };
  const notes =
    main === undefined && pids.length > 0
      ? [
          "No disk below the target's file systems had anything to do, or they are of no block device (network, memory).",
        ]
      : [];
  return { facts, notes };
}

type Load = ReturnType<typeof loadOf>;

function loadOf(change: DiskCounters, seconds: number) {
  const mean = (ms: number, count: number) => (count > 0 ? ms / count : undefined);
  return {
    reads: change.reads / seconds,
    writes: change.writes / seconds,
    readBytes: change.readBytes / seconds,
    writtenBytes: change.writtenBytes / seconds,
    latency: mean(change.readMs + change.writeMs, change.reads + change.writes),
    readLatency: mean(change.readMs, change.reads),
    writeLatency: mean(change.writeMs, change.writes),
    flushLatency: mean(change.flushMs, change.flushes),
    inFlight: change.weightedMs / 1000 / seconds,
    inFlightBusy: mean(change.weightedMs, change.busyMs),
    busy: Math.min(100, change.busyMs / 10 / seconds),
  };
}

/** Of a disk that had nothing to do all of it is 0. */
function countFacts(load?: Load): Facts {
  return {
    reads: number(load?.reads ?? 0, "per-second"),
    writes: number(load?.writes ?? 0, "per-second"),
    readBytes: number(load?.readBytes ?? 0, "bytes-per-second"),
    writtenBytes: number(load?.writtenBytes ?? 0, "bytes-per-second"),
    inFlight: number(load?.inFlight ?? 0, "count"),
    inFlightBusy: number(load?.inFlightBusy ?? 0, "count"),
    busy: percent(load?.busy ?? 0),
  };
}

function latencyFacts({ name, ...load }: Load & { readonly name: string }, samples: readonly Sample[]): Facts {
  const ms = (fact: keyof Facts & keyof Load): Facts => {
    const value = load[fact];
    return value === undefined ? {} : { [fact]: number(value, "milliseconds") };
  };
  const intervals = samples.slice(1).flatMap(({ at, files }, index): [number, Load][] => {
    const before = samples[index];
    if (before === undefined || at <= before.at) return [];
    const [start, end] = [before.files, files].map((one) => diskCounters(one["/proc/diskstats"]).get(name));
    const change = diskChange(start, end);
    return change === undefined ? [] : [[at, loadOf(change, at - before.at)]];
  });
  return {
    disk: string(name),
    ...ms("latency"),
    ...ms("readLatency"),
    ...ms("writeLatency"),
    ...ms("flushLatency"),
    latencyOverTime: series(
      intervals.map(([at, { latency }]) => [at, latency ?? 0]),
      "milliseconds",
    ),
    inFlightOverTime: series(
      intervals.map(([at, { inFlight }]) => [at, inFlight]),
      "count",
    ),
    busyOverTime: series(
      intervals.map(([at, { busy }]) => [at, busy]),
      "percent",
    ),
  };
}

function mountFacts(mounts: readonly Mount[] = []): Facts {
  if (mounts.length === 0) return {};
  const shown = mounts.slice(0, shownMounts).map(({ path, type }) => `${path} (${type})`);
  const more = mounts.length - shown.length;
  return { mounts: string(shown.join(", ") + (more > 0 ? ` and ${more} more` : "")) };
}

/** By name of the disk; undefined for a host, of which all disks are. */
function mountsByDisk(sample: Sample, pids: readonly number[]): ReadonlyMap<string, readonly Mount[]> | undefined {
  if (pids.length === 0) return undefined;
  const tree = diskTree(sample);
  const host = mountsOf(sample.files["/proc/1/mountinfo"]);
  const found = new Map<string, Mount[]>();
  for (const mount of mountsOf(sample.files[`/proc/${pids[0]}/mountinfo`])) {
    for (const disk of tree.get(deviceBelow(mount, host)) ?? []) {
      const known = found.get(disk) ?? [];
      if (!isOfRuntime(mount) && !known.some(({ path }) => path === mount.path)) known.push(mount);
      found.set(disk, known);
    }
  }
  return found;
}

/** What lies on others (partitions, device mapper) counts the same requests again. */
function wholeDisks(sample: Sample): (name: string) => boolean {
  const below = new Set([...diskTree(sample).values()].flat());
  return (name) => below.size === 0 || below.has(name);
}

/** A `!` in the name of a folder stands for a `/` in the device's (cciss!c0d0). */
function rotates(name: string, { files }: Sample): string {
  const said = files[`/sys/block/${name.replaceAll("/", "!")}/queue/rotational`]?.trim();
  return said === "1" ? "yes" : said === "0" ? "no" : "";
}

function pressureFacts(samples: readonly Sample[], pids: readonly number[]): Facts {
  const own = Object.keys(samples.at(-1)?.files ?? {}).find((path) => path.endsWith("/io.pressure"));
  const share = (path: string | undefined, line: "some" | "full") => {
    if (path === undefined) return undefined;
    const [start, end] = [samples[0], samples.at(-1)].map((sample) => pressureLine(sample?.files[path], line));
    return start === undefined || end === undefined ? undefined : pressureShare(start, end, windowOf(samples));
  };
  const ofTarget = pids.length === 0 ? nodePressure : own;
  const [node, some, full] = [share(nodePressure, "some"), share(ofTarget, "some"), share(ofTarget, "full")];
  return {
    ...(node === undefined ? {} : { nodePressureSome: percent(node) }),
    ...(some === undefined ? {} : { pressureSome: percent(some) }),
    ...(full === undefined ? {} : { pressureFull: percent(full) }),
  };
}

function limitFacts(samples: readonly Sample[]): Facts {
  const limits = ioLimits(samples);
  const [worst] = limits;
  if (worst === undefined) return {};
  const names = diskNames(samples[0]?.files["/proc/diskstats"]);
  const diskOf = ({ device }: { readonly device: string }) => names.get(device) ?? device;
  return {
    limitKind: string(worst.kind),
    limitInBytes: boolean(worst.unit === "bytes"),
    limitValue: number(worst.value, "none"),
    limitRate: number(worst.rate, "none"),
    limitMet: percent(worst.met),
    limitShare: percent((100 * worst.rate) / worst.value),
    limitDisk: string(diskOf(worst)),
    limitCgroup: string(worst.cgroup),
    limitAbove: boolean(worst.isAbove),
    limits: table(
      diskLoadDeclarations.limits,
      limits
        .slice(0, shownDisks)
        .map((one) => [one.cgroup, diskOf(one), `${one.kind} ${one.unit}`, one.value, one.rate, one.met]),
    ),
  };
}
