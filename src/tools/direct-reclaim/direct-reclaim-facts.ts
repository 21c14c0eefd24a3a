import type { Bucket } from "../../documents/facts.generated.ts";
import { histogram, number, percent, string, table } from "../fact.ts";
import type { FactDeclaration, FoldedStacks, ParsedFact } from "../fact-declaration.ts";
import { quantileBucket } from "../histogram/quantile.ts";
import { summariseStacks } from "../stacks/stack-summary.ts";
import type { ParseContext, Parsed, RawOutput } from "../tool.ts";
import { windowSeconds } from "../window.ts";

export const directReclaimFactDeclarations = {
  stalls: { kind: "number", unit: "count", description: "How often a task had to reclaim before it got memory." },
  waited: {
    kind: "number",
    unit: "percent-of-core",
    description: "Time that tasks spent on it per wall time: 100 is one thread that does nothing else.",
  },
  waitedAtLimit: {
    kind: "number",
    unit: "percent-of-core",
    description: "Of that at the limit of a cgroup or above memory.high (mm_vmscan_memcg_reclaim).",
  },
  waitedForNode: {
    kind: "number",
    unit: "percent-of-core",
    description: "Of that because the node had no free memory (mm_vmscan_direct_reclaim).",
  },
  latency: {
    kind: "histogram",
    unit: "microseconds",
    optional: true,
    description: "How long each took. Absent where the variant tells sums only, or nothing was reclaimed.",
  },
  p99High: {
    kind: "number",
    unit: "microseconds",
    optional: true,
    description: "99th percentile, as the upper bound of the power-of-two bucket in which it falls.",
  },
  processes: {
    kind: "table",
    description: "Who spent time on it, the one that spent most first, 50 at most.",
    columns: {
      pid: { kind: "number", description: "As the host numbers it; of the libbpf variant the thread." },
      name: { kind: "string", description: "Name of the thread (comm)." },
      times: { kind: "number", unit: "count", description: "How often." },
      atLimit: { kind: "number", unit: "milliseconds", description: "At the limit of a cgroup." },
      forNode: { kind: "number", unit: "milliseconds", description: "For the node." },
    },
  },
  worstName: {
    kind: "string",
    optional: true,
    description: "Name of the one that spent most. Absent where nobody did.",
  },
  worstPid: { kind: "number", unit: "none", optional: true, description: "Its pid." },
  worstShare: { kind: "number", unit: "percent", optional: true, description: "Its share of all that time." },
  stacks: {
    kind: "profile",
    unit: "microseconds",
    optional: true,
    description: "Stacks that led to it, weighed by the time it took; user and kernel frames.",
  },
  topPath: {
    kind: "string",
    optional: true,
    description: "Heaviest path of the program itself, `leaf ← caller`, where its frames have names.",
  },
} as const satisfies Record<string, FactDeclaration>;

type Facts = Partial<Record<keyof typeof directReclaimFactDeclarations, ParsedFact>>;

export interface Reclaimer {
  readonly pid: number;
  readonly name: string;
  times: number;
  limitUs: number;
  nodeUs: number;
}

interface Found {
  readonly reclaimers: readonly Reclaimer[];
  readonly latency: readonly Bucket[];
  readonly folded: FoldedStacks;
}

const shown = 50;

export function directReclaimFacts(
  { reclaimers, latency, folded }: Found,
  output: RawOutput,
  context: ParseContext,
): Parsed {
  const sorted = reclaimers.toSorted((a, b) => b.limitUs + b.nodeUs - (a.limitUs + a.nodeUs));
  const sum = (of: (one: Reclaimer) => number) => sorted.reduce((total, one) => total + of(one), 0);
  const [atLimit, forNode] = [sum(({ limitUs }) => limitUs), sum(({ nodeUs }) => nodeUs)];
  const windowUs = windowSeconds(context.args) * 1e6;
  const perWall = (us: number) => number((100 * us) / windowUs, "percent-of-core");
  const [worst] = sorted;
  const p99 = quantileBucket(latency, 0.99);
  const facts: Facts = {
    stalls: number(
      sum(({ times }) => times),
      "count",
    ),
    waited: perWall(atLimit + forNode),
    waitedAtLimit: perWall(atLimit),
    waitedForNode: perWall(forNode),
    ...(latency.length === 0 ? {} : { latency: histogram(latency, "microseconds") }),
    ...(p99 === undefined ? {} : { p99High: number(p99.high, "microseconds") }),
    processes: table(
      directReclaimFactDeclarations.processes,
      sorted
        .slice(0, shown)
        .map(({ pid, name, times, limitUs, nodeUs }) => [pid, name, times, limitUs / 1000, nodeUs / 1000]),
    ),
    ...(worst === undefined || atLimit + forNode <= 0
      ? {}
      : {
          worstName: string(worst.name),
          worstPid: number(worst.pid, "none"),
          worstShare: percent((100 * (worst.limitUs + worst.nodeUs)) / (atLimit + forNode)),
        }),
    ...stackFacts(folded),
  };
  return {
    facts,
    notes: output.partial ? ["Tracing was cut short; what was reclaimed later is not counted."] : [],
  };
}

/** The kernel's frames are the same for all: what matters is who asked for memory. */
function stackFacts(folded: FoldedStacks): Facts {
  if (folded.size === 0) return {};
  const own = new Map<string, number>();
  for (const [stack, weight] of folded) {
    const frames = stack.split(";");
    const kernel = frames.findIndex((frame) => frame.endsWith("_[k]"));
    const user = kernel < 0 ? frames : frames.slice(0, kernel);
    if (user.length > 1) own.set(user.join(";"), (own.get(user.join(";")) ?? 0) + weight);
  }
  const top = summariseStacks(own).top;
  return {
    stacks: { kind: "profile", unit: "microseconds", folded },
    ...(top === undefined || top.name === "[unknown]" ? {} : { topPath: string(top.path) }),
  };
}
