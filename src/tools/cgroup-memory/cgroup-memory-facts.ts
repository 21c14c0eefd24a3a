import { boolean, number, percent, series } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { pressureLine, pressureShare } from "../kernel-files/pressure.ts";
import { containerId } from "../process/container-id.ts";
import { readSamples, windowOf } from "../samples.ts";
import type { ParseContext, Parsed, RawOutput, Sample } from "../tool.ts";
import { type MemoryState, memoryState } from "./memory-state.ts";

export const cgroupMemoryFactDeclarations = {
  usage: {
    kind: "series",
    unit: "bytes",
    description: "All that is charged to the cgroup (memory.current; memory.usage_in_bytes).",
  },
  workingSet: {
    kind: "series",
    unit: "bytes",
    description: "Usage less inactive file pages: what the kubelet evicts by, and nearly what the limit kills by.",
  },
  unreclaimable: {
    kind: "series",
    unit: "bytes",
    optional: true,
    description: "Usage less page cache: what the kernel cannot take back without swap.",
  },
  anonymous: {
    kind: "series",
    unit: "bytes",
    optional: true,
    description: "Memory of no file (memory.stat anon; total_rss).",
  },
  pageCache: {
    kind: "series",
    unit: "bytes",
    optional: true,
    description:
      "Cached pages of files, without shared memory (memory.stat file less shmem; total_cache less total_shmem). The kernel takes it back when it needs to.",
  },
  shared: {
    kind: "series",
    unit: "bytes",
    optional: true,
    description: "Shared memory and tmpfs (memory.stat shmem; total_shmem).",
  },
  kernel: {
    kind: "series",
    unit: "bytes",
    optional: true,
    description:
      "Kernel memory on its behalf: stacks, page tables, slab (memory.stat kernel; memory.kmem.usage_in_bytes).",
  },
  sockets: {
    kind: "series",
    unit: "bytes",
    optional: true,
    description: "Buffers of its sockets (memory.stat sock; memory.kmem.tcp.usage_in_bytes).",
  },
  ofTarget: {
    kind: "boolean",
    description:
      "The cgroup is the target's: that of a container, or one without other processes. Else usage is of others too, and kinds are absent.",
  },
  limit: {
    kind: "number",
    unit: "bytes",
    optional: true,
    description:
      "Tightest limit on the cgroup or any above it (memory.max; hierarchical_memory_limit). Absent without one.",
  },
  usageOfLimit: {
    kind: "number",
    unit: "percent",
    optional: true,
    description: "Working set at the end as a share of the limit.",
  },
  peak: {
    kind: "number",
    unit: "bytes",
    optional: true,
    description: "Most that it has used (memory.peak; memory.max_usage_in_bytes).",
  },
  oomKills: {
    kind: "number",
    unit: "count",
    optional: true,
    description:
      "Processes of it that the OOM killer has killed since it was made (memory.events oom_kill; memory.oom_control).",
  },
  oomKillsInWindow: { kind: "number", unit: "count", optional: true, description: "Those of the window." },
  oomKillsOverTime: { kind: "series", unit: "count", optional: true, description: "Those of each interval." },
  limitHits: {
    kind: "number",
    unit: "count",
    optional: true,
    description:
      "Times in the window that it hit its limit and the kernel had to reclaim (memory.events max; memory.failcnt).",
  },
  pressureSome: {
    kind: "number",
    unit: "percent",
    optional: true,
    description: "Share of the window in which a task of it waited for memory (memory.pressure, cgroup v2 only).",
  },
} as const satisfies Record<string, FactDeclaration>;

type Facts = Partial<Record<keyof typeof cgroupMemoryFactDeclarations, ParsedFact>>;

/** What has a meaning of all processes of a cgroup together. */
const common = ["usage", "workingSet", "unreclaimable"] as const;
/** What is told only where it is the target's: of whose processes it is, no counter says. */
const kinds = ["anonymous", "pageCache", "shared", "kernel", "sockets"] as const;
type Kind = (typeof common | typeof kinds)[number];

export function parseCgroupMemory(output: RawOutput, { pids }: Pick<ParseContext, "pids">): Parsed {
  const samples = readSamples(output.stdout);
  const states = samples.flatMap((sample): [number, MemoryState][] => {
    const state = memoryState(sample);
    return state === undefined ? [] : [[sample.at, state]];
  });
  const [first, last] = [states[0]?.[1], states.at(-1)?.[1]];
  if (first === undefined || last === undefined) {
    const message = "the target's cgroup has no memory controller: nothing is charged to it";
    return { facts: {}, notes: [], problem: { code: "not-on-cgroup", message } };
  }
  const { limit, peak, oomKills, limitHits } = last;
  const ofTarget = isOfTarget(samples[0], pids);
  const facts: Facts = {
    ofTarget: boolean(ofTarget),
    ...Object.fromEntries([...common, ...(ofTarget ? kinds : [])].flatMap((kind) => seriesOf(kind, states))),
    ...(limit === undefined
      ? {}
      : { limit: number(limit, "bytes"), usageOfLimit: percent((100 * last.workingSet) / limit) }),
    ...(peak === undefined ? {} : { peak: number(peak, "bytes") }),
    ...(oomKills === undefined
      ? {}
      : {
          oomKills: number(oomKills, "count"),
          oomKillsInWindow: number(oomKills - (first.oomKills ?? oomKills), "count"),
          oomKillsOverTime: killsOverTime(states),
        }),
    ...(limitHits === undefined ? {} : { limitHits: number(limitHits - (first.limitHits ?? limitHits), "count") }),
    ...pressureOf(samples),
  };
  return {
    facts,
    notes: ofTarget
      ? []
      : [
          "Other processes are in the target's cgroup: its usage is of all of them, and of which kind the target's is cannot be told.",
        ],
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

function seriesOf(kind: Kind, states: readonly (readonly [number, MemoryState])[]): [Kind, ParsedFact][] {
  const points = states.flatMap(([at, state]): [number, number][] => {
    const value = state[kind];
    return value === undefined ? [] : [[at, value]];
  });
  return points.length === 0 ? [] : [[kind, series(points, "bytes")]];
}

function killsOverTime(states: readonly (readonly [number, MemoryState])[]): ParsedFact {
  const counts = states.flatMap(([at, { oomKills }]) => (oomKills === undefined ? [] : [[at, oomKills] as const]));
  const points = counts.slice(1).map(([at, kills], i): [number, number] => [at, kills - (counts[i]?.[1] ?? kills)]);
  return series(points, "count");
}

function pressureOf(samples: readonly Sample[]): Facts {
  const [first, last, seconds] = [samples[0], samples.at(-1), windowOf(samples)];
  const path = Object.keys(last?.files ?? {}).find((file) => file.endsWith("/memory.pressure"));
  if (path === undefined) return {};
  const [start, end] = [pressureLine(first?.files[path], "some"), pressureLine(last?.files[path], "some")];
  return start === undefined || end === undefined || seconds <= 0
    ? {}
    : { pressureSome: percent(pressureShare(start, end, seconds)) };
}
