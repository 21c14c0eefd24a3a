import { number, percent, series } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { flatKeyed } from "../kernel-files/flat-keyed.ts";
import { meminfo, pageSize } from "../kernel-files/page-size.ts";
import { pressureLine, pressureShare } from "../kernel-files/pressure.ts";
import { readSamples, windowOf } from "../samples.ts";
import type { Parsed, RawOutput, Sample } from "../tool.ts";

const bytes = { kind: "number", unit: "bytes" } as const;
const rate = { kind: "number", unit: "bytes-per-second" } as const;
const share = { kind: "number", unit: "percent" } as const;

export const vmstatFactDeclarations = {
  total: { ...bytes, description: "Memory of the node (MemTotal of /proc/meminfo)." },
  available: {
    ...bytes,
    description: "What programs can still get without swapping, by the kernel's estimate, at the end (MemAvailable).",
  },
  availableShare: { ...share, description: "Of the node's memory." },
  availableOverTime: { kind: "series", unit: "bytes", description: "MemAvailable at each reading." },
  anonymous: { ...bytes, description: "Memory of no file (AnonPages)." },
  pageCache: { ...bytes, description: "Cached pages of files, without shared memory (Cached and Buffers less Shmem)." },
  shared: { ...bytes, description: "Shared memory and tmpfs (Shmem)." },
  unreclaimableSlab: { ...bytes, description: "Kernel objects that cannot be taken back (SUnreclaim)." },
  swapTotal: { ...bytes, description: "Swap (SwapTotal); 0 without." },
  swapUsed: { ...bytes, description: "Of that in use." },
  pressureSome: {
    ...share,
    optional: true,
    description:
      "Share of the window in which some task waited for memory (total of /proc/pressure/memory). Absent without PSI.",
  },
  pressureFull: {
    ...share,
    optional: true,
    description: "Share in which all that could run waited for memory.",
  },
  kswapdScan: {
    ...rate,
    description: "Pages that kswapd looked at because a zone of the node was low (pgscan_kswapd of /proc/vmstat).",
  },
  directScan: {
    ...rate,
    description:
      "Pages that tasks themselves looked at because the node had none free (pgscan_direct): they waited for it.",
  },
  cgroupScan: {
    ...rate,
    optional: true,
    description:
      "Pages looked at because a cgroup was at its limit, of any cgroup (pgscan_anon and pgscan_file less those of the node).",
  },
  reclaimed: { ...rate, description: "Pages taken back for the node (pgsteal_kswapd and pgsteal_direct)." },
  directStalls: {
    kind: "number",
    unit: "count",
    description: "Times in the window that a task had to reclaim for the node before it got memory (allocstall).",
  },
  refaultsFile: {
    ...rate,
    optional: true,
    description: "Pages of files read again soon after they were taken (workingset_refault_file), of all cgroups.",
  },
  refaultsAnonymous: {
    ...rate,
    optional: true,
    description: "Anonymous pages needed again soon after they were swapped out (workingset_refault_anon).",
  },
  swapIn: { ...rate, description: "Read from swap (pswpin)." },
  swapOut: { ...rate, description: "Written to swap (pswpout)." },
  majorFaults: {
    kind: "number",
    unit: "per-second",
    description: "Page faults that had to wait for a disk (pgmajfault).",
  },
  compactStalls: {
    kind: "number",
    unit: "count",
    optional: true,
    description: "Times that a task had to move pages together for one larger than a page (compact_stall).",
  },
  oomKills: {
    kind: "number",
    unit: "count",
    optional: true,
    description: "OOM kills in the window, of anybody (oom_kill).",
  },
  scanOverTime: {
    kind: "series",
    unit: "bytes-per-second",
    description: "Pages looked at for the node, by kswapd and by tasks themselves, in each interval.",
  },
} as const satisfies Record<string, FactDeclaration>;

type Facts = Partial<Record<keyof typeof vmstatFactDeclarations, ParsedFact>>;

export function parseVmstat(output: RawOutput): Parsed {
  const samples = readSamples(output.stdout).filter(({ files }) => meminfo(files["/proc/meminfo"]).has("MemTotal"));
  const [first, last, seconds] = [samples[0], samples.at(-1), windowOf(samples)];
  if (first === undefined || last === undefined) return { facts: {}, notes: [] };
  const memory = meminfo(last.files["/proc/meminfo"]);
  const of = (name: string) => memory.get(name) ?? 0;
  const page = pageSize(last.files["/proc/vmstat"], memory);
  const counters = difference(first, last);
  const perSecond = (pages: number) => number(seconds > 0 ? (page * pages) / seconds : 0, "bytes-per-second");
  const count = (name: string) => counters.get(name) ?? 0;
  const total = of("MemTotal");
  const facts: Facts = {
    total: number(total, "bytes"),
    available: number(of("MemAvailable"), "bytes"),
    availableShare: percent(total > 0 ? (100 * of("MemAvailable")) / total : 0),
    availableOverTime: series(
      samples.map(({ at, files }) => [at, meminfo(files["/proc/meminfo"]).get("MemAvailable") ?? 0]),
      "bytes",
    ),
    anonymous: number(of("AnonPages"), "bytes"),
    pageCache: number(Math.max(0, of("Cached") + of("Buffers") - of("Shmem")), "bytes"),
    shared: number(of("Shmem"), "bytes"),
    unreclaimableSlab: number(of("SUnreclaim"), "bytes"),
    swapTotal: number(of("SwapTotal"), "bytes"),
    swapUsed: number(Math.max(0, of("SwapTotal") - of("SwapFree")), "bytes"),
    ...pressure(first, last, seconds),
    kswapdScan: perSecond(count("pgscan_kswapd")),
    directScan: perSecond(count("pgscan_direct")),
    ...(counters.has("pgscan_anon") ? { cgroupScan: perSecond(cgroupScan(counters)) } : {}),
    reclaimed: perSecond(count("pgsteal_kswapd") + count("pgsteal_direct")),
    directStalls: number(sumOf(counters, /^allocstall/), "count"),
    ...(counters.has("workingset_refault_file") ? { refaultsFile: perSecond(count("workingset_refault_file")) } : {}),
    ...(counters.has("workingset_refault_anon")
      ? { refaultsAnonymous: perSecond(count("workingset_refault_anon")) }
      : {}),
    swapIn: perSecond(count("pswpin")),
    swapOut: perSecond(count("pswpout")),
    majorFaults: number(seconds > 0 ? count("pgmajfault") / seconds : 0, "per-second"),
    ...(counters.has("compact_stall") ? { compactStalls: number(count("compact_stall"), "count") } : {}),
    ...(counters.has("oom_kill") ? { oomKills: number(count("oom_kill"), "count") } : {}),
    scanOverTime: series(scans(samples, page), "bytes-per-second"),
  };
  return {
    facts,
    notes:
      facts.pressureSome === undefined
        ? ["This kernel keeps no pressure figures (PSI): how long tasks waited for memory is not told."]
        : [],
  };
}

/** Since 5.8 the kernel counts by kind of page whoever asked, and by who asked only where it was for the node. */
function cgroupScan(counters: ReadonlyMap<string, number>): number {
  const all = (counters.get("pgscan_anon") ?? 0) + (counters.get("pgscan_file") ?? 0);
  return Math.max(0, all - sumOf(counters, /^pgscan_(?:kswapd|direct|khugepaged|proactive)$/));
}

function difference(first: Sample, last: Sample): ReadonlyMap<string, number> {
  const before = flatKeyed(first.files["/proc/vmstat"]);
  return new Map(
    Object.entries(flatKeyed(last.files["/proc/vmstat"])).map(([name, value]) => [
      name,
      Math.max(0, value - (before[name] ?? value)),
    ]),
  );
}

function sumOf(counters: ReadonlyMap<string, number>, names: RegExp): number {
  return [...counters].reduce((sum, [name, value]) => (names.test(name) ? sum + value : sum), 0);
}

function scans(samples: readonly Sample[], page: number): [number, number][] {
  return samples.slice(1).map((sample, index): [number, number] => {
    const before = samples[index] ?? sample;
    const counters = difference(before, sample);
    const seconds = sample.at - before.at;
    const pages = (counters.get("pgscan_kswapd") ?? 0) + (counters.get("pgscan_direct") ?? 0);
    return [sample.at, seconds > 0 ? (page * pages) / seconds : 0];
  });
}

function pressure(first: Sample, last: Sample, seconds: number): Facts {
  const share = (line: "some" | "full") => {
    const [start, end] = [first, last].map(({ files }) => pressureLine(files["/proc/pressure/memory"], line));
    return start === undefined || end === undefined ? undefined : percent(pressureShare(start, end, seconds));
  };
  const [some, full] = [share("some"), share("full")];
  return {
    ...(some === undefined ? {} : { pressureSome: some }),
    ...(full === undefined ? {} : { pressureFull: full }),
  };
}
