import { boolean, number, percent, series, string } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { pressureLine, pressureShare } from "../kernel-files/pressure.ts";
import { containerId } from "../process/container-id.ts";
import { readSamples, windowOf } from "../samples.ts";
import type { ParseContext, Parsed, RawOutput, Sample } from "../tool.ts";
import { fullestLimit } from "./limit-hits.ts";
import { type ReclaimState, reclaimStates } from "./reclaim-state.ts";

const rate = { kind: "number", unit: "bytes-per-second", optional: true } as const;
const share = { kind: "number", unit: "percent", optional: true } as const;
const bytes = { kind: "number", unit: "bytes", optional: true } as const;

export const cgroupReclaimFactDeclarations = {
  ofTarget: {
    kind: "boolean",
    description: "The cgroup is the target's: that of a container, or one without other processes.",
  },
  pageCache: {
    kind: "number",
    unit: "bytes",
    description: "Cached pages of files, without shared memory, at the end.",
  },
  pageCacheMean: { kind: "number", unit: "bytes", description: "The same, mean of the window." },
  anonymous: { kind: "number", unit: "bytes", description: "Memory of no file, at the end." },
  unreclaimable: {
    kind: "number",
    unit: "bytes",
    description: "Usage less page cache, at the end: what cannot be taken back without swap.",
  },
  refaultsFile: {
    ...rate,
    description:
      "Pages of files read again soon after they were taken (memory.stat workingset_refault_file, total_ on v1): what does not fit.",
  },
  refaultedFile: { ...bytes, description: "The same, sum of the window." },
  refaultsAnonymous: { ...rate, description: "Anonymous pages needed again after they were swapped out." },
  refaultsOverTime: {
    kind: "series",
    unit: "bytes-per-second",
    optional: true,
    description: "Refaults of files and anonymous pages in each interval.",
  },
  refaultingShare: {
    ...share,
    description: "Share of the intervals of the window in which pages of files were read again.",
  },
  activations: {
    ...rate,
    description:
      "Refaults of pages that would have stayed, had the inactive list been longer (workingset_activate_file; v2).",
  },
  majorFaults: {
    kind: "number",
    unit: "per-second",
    optional: true,
    description: "Page faults of it that had to wait for a disk (memory.stat pgmajfault).",
  },
  scanned: { ...rate, description: "Pages looked at to take some back (memory.stat pgscan; v2)." },
  scannedDirect: {
    ...rate,
    description: "Of that by its tasks themselves, which waited for it (pgscan_direct; v2, newer kernels).",
  },
  scannedByKswapd: { ...rate, description: "Of that by kswapd, for the node (pgscan_kswapd; v2, newer kernels)." },
  swapUsed: { ...bytes, description: "Of it in swap, at the end (memory.swap.current; total_swap)." },
  limit: { ...bytes, description: "Tightest limit on the cgroup or above it." },
  limitHits: {
    kind: "number",
    unit: "per-second",
    optional: true,
    description:
      "How often a charge met a full limit and had to reclaim first: of the cgroup, or of the one above it that did most (memory.events.local max; memory.failcnt and memory.memsw.failcnt). Absent where the kernel does not count it.",
  },
  hitCgroup: {
    kind: "string",
    optional: true,
    description:
      "Whose limit that was, or who was full (within 2 % of its limit at most readings). Absent where nobody was.",
  },
  hitLimit: { ...bytes, description: "That limit." },
  hitAbove: { kind: "boolean", optional: true, description: "It is of a cgroup above the target's." },
  high: { ...bytes, description: "memory.high, the tightest on it or above it (v2). Absent where none is set." },
  highEvents: {
    kind: "number",
    unit: "per-second",
    optional: true,
    description:
      "How often it was throttled and had to reclaim because it was above memory.high (memory.events high; v2).",
  },
  pressureSome: {
    ...share,
    description: "Share of the window in which a task of it waited for memory (memory.pressure).",
  },
  pressureFull: { ...share, description: "Share in which all of its tasks that could run waited for memory." },
  ioPressureSome: { ...share, description: "Share in which a task of it waited for a disk (io.pressure)." },
} as const satisfies Record<string, FactDeclaration>;

type Facts = Partial<Record<keyof typeof cgroupReclaimFactDeclarations, ParsedFact>>;

export function parseCgroupReclaim(output: RawOutput, { pids }: Pick<ParseContext, "pids">): Parsed {
  const samples = readSamples(output.stdout);
  const states = reclaimStates(samples);
  const [first, last] = [states[0], states.at(-1)];
  if (first === undefined || last === undefined) {
    const message = "the target's cgroup has no memory controller: nothing is charged to it";
    return { facts: {}, notes: [], problem: { code: "not-on-cgroup", message } };
  }
  const seconds = last[0] - first[0];
  const [start, end] = [first[1], last[1]];
  const grown = (name: CounterName) => {
    const [from, to] = [start[name], end[name]];
    return from === undefined || to === undefined ? undefined : Math.max(0, to - from);
  };
  const perSecond = (value: number | undefined) => (value === undefined || seconds <= 0 ? undefined : value / seconds);
  const refaulted = grown("refaultedFile");
  const facts: Facts = {
    ofTarget: boolean(isOfTarget(samples[0], pids)),
    pageCache: number(end.pageCache, "bytes"),
    pageCacheMean: number(states.reduce((sum, [, state]) => sum + state.pageCache, 0) / states.length, "bytes"),
    anonymous: number(end.anonymous, "bytes"),
    unreclaimable: number(Math.max(0, end.usage - end.pageCache), "bytes"),
    ...rateOf("refaultsFile", perSecond(refaulted)),
    ...(refaulted === undefined ? {} : { refaultedFile: number(refaulted, "bytes") }),
    ...rateOf("refaultsAnonymous", perSecond(grown("refaultedAnonymous"))),
    ...refaultsOverTime(states),
    ...rateOf("activations", perSecond(grown("activated"))),
    ...countOf("majorFaults", perSecond(grown("majorFaults"))),
    ...rateOf("scanned", perSecond(grown("scanned"))),
    ...rateOf("scannedDirect", perSecond(grown("scannedDirect"))),
    ...rateOf("scannedByKswapd", perSecond(grown("scannedByKswapd"))),
    ...(end.swapUsed === undefined ? {} : { swapUsed: number(end.swapUsed, "bytes") }),
    ...limitFacts(samples, seconds),
    ...pressureFacts(samples),
  };
  return {
    facts,
    notes:
      facts.refaultsFile === undefined
        ? ["This kernel counts no refaults of the cgroup: whether pages that were taken are read again is not told."]
        : [],
  };
}

type CounterName =
  | "refaultedFile"
  | "refaultedAnonymous"
  | "activated"
  | "majorFaults"
  | "scanned"
  | "scannedDirect"
  | "scannedByKswapd";

function refaultsOverTime(states: readonly (readonly [number, ReclaimState])[]): Facts {
  const total = ({ refaultedFile, refaultedAnonymous = 0 }: ReclaimState) =>
    refaultedFile === undefined ? undefined : refaultedFile + refaultedAnonymous;
  const steps = states.slice(1).flatMap(([at, state], index): { at: number; rate: number; file: number }[] => {
    const before = states[index];
    const [from, to] = [before === undefined ? undefined : total(before[1]), total(state)];
    if (before === undefined || from === undefined || to === undefined || at <= before[0]) return [];
    const file = (state.refaultedFile ?? 0) - (before[1].refaultedFile ?? 0);
    return [{ at, rate: Math.max(0, to - from) / (at - before[0]), file }];
  });
  if (steps.length === 0) return {};
  return {
    refaultsOverTime: series(
      steps.map(({ at, rate }) => [at, rate]),
      "bytes-per-second",
    ),
    refaultingShare: percent((100 * steps.filter(({ file }) => file > 0).length) / steps.length),
  };
}

function limitFacts(samples: readonly Sample[], seconds: number): Facts {
  const { limit, hit, high, highEvents } = fullestLimit(samples);
  return {
    ...(limit === undefined ? {} : { limit: number(limit, "bytes") }),
    ...(hit === undefined || seconds <= 0
      ? {}
      : {
          ...countOf("limitHits", hit.hits === undefined ? undefined : hit.hits / seconds),
          ...(hit.hits === 0 ? {} : { hitCgroup: string(hit.cgroup), hitAbove: boolean(hit.isAbove) }),
          ...(hit.hits === 0 || hit.limit === undefined ? {} : { hitLimit: number(hit.limit, "bytes") }),
        }),
    ...(high === undefined ? {} : { high: number(high, "bytes") }),
    ...countOf("highEvents", highEvents === undefined || seconds <= 0 ? undefined : highEvents / seconds),
  };
}

function pressureFacts(samples: readonly Sample[]): Facts {
  const share = (file: string, line: "some" | "full") => {
    const has = samples.filter(({ files }) => Object.keys(files).some((path) => path.endsWith(`/${file}`)));
    const [first, last, seconds] = [has[0], has.at(-1), windowOf(has)];
    const path = Object.keys(last?.files ?? {}).find((one) => one.endsWith(`/${file}`));
    if (path === undefined || seconds <= 0) return undefined;
    const [start, end] = [pressureLine(first?.files[path], line), pressureLine(last?.files[path], line)];
    return start === undefined || end === undefined ? undefined : percent(pressureShare(start, end, seconds));
  };
  const [some, full, io] = [
    share("memory.pressure", "some"),
    share("memory.pressure", "full"),
    share("io.pressure", "some"),
  ];
  return {
    ...(some === undefined ? {} : { pressureSome: some }),
    ...(full === undefined ? {} : { pressureFull: full }),
    ...(io === undefined ? {} : { ioPressureSome: io }),
  };
}

function isOfTarget(sample: Sample | undefined, pids: readonly number[]): boolean {
  return Object.entries(sample?.files ?? {}).some(([path, text]) => {
    if (!path.endsWith("/cgroup.procs")) return false;
    const inside = text.split("\n").filter(Boolean).map(Number);
    const isContainer = containerId(`0::${path.slice(0, -"/cgroup.procs".length)}`) !== undefined;
    return isContainer || (inside.length > 0 && inside.every((pid) => pids.includes(pid)));
  });
}

function rateOf(name: keyof Facts, value: number | undefined): Facts {
  return value === undefined ? {} : { [name]: number(value, "bytes-per-second") };
}

function countOf(name: keyof Facts, value: number | undefined): Facts {
  return value === undefined ? {} : { [name]: number(value, "per-second") };
}
