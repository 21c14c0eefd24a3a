import { percent, string, table } from "../fact.ts";
import type { FactDeclaration, FoldedStacks, ParsedFact } from "../fact-declaration.ts";
import { stackFactDeclarations, stackFacts } from "../stacks/stack-facts.ts";
import { splitStacks } from "./split-stacks.ts";

const shownParts = 20;

export const gcCpuDeclarations = {
  stacks: stackFactDeclarations.stacks,
  samples: stackFactDeclarations.samples,
  runtime: {
    kind: "string",
    optional: true,
    description: "go, node, jvm or python, by what most stacks bear witness of. Absent where none does.",
  },
  share: {
    kind: "number",
    unit: "percent",
    optional: true,
    description:
      "Share of the samples in the collector: marking, sweeping, moving, assisting. Absent where its functions have no names.",
  },
  allocating: {
    kind: "number",
    unit: "percent",
    optional: true,
    description: "Share of the samples in the allocator, beside what the collector does. Absent of a JVM.",
  },
  parts: {
    kind: "table",
    optional: true,
    description: `What the collector does: its ${shownParts} functions or threads with most samples.`,
    columns: {
      part: { kind: "string", description: "The outermost function of the collector on the stack, or its thread." },
      share: { kind: "number", unit: "percent", description: "Share of all samples." },
    },
  },
  topSite: {
    kind: "string",
    optional: true,
    description:
      "Function of the program that was met most often as it allocated, or had to wait for the collector to. Absent where none has a name.",
  },
  topSiteShare: {
    kind: "number",
    unit: "percent",
    optional: true,
    description: "Its share of the samples of all such functions.",
  },
  topSitePath: {
    kind: "string",
    optional: true,
    description: "Heaviest path to it, `site ← caller ← caller`, at most five frames.",
  },
  sites: {
    ...stackFactDeclarations.functions,
    optional: true,
    description: "Functions of the program that allocate, by samples that met them at it.",
  },
} as const satisfies Record<string, FactDeclaration>;

type GcCpuFacts = Partial<Record<keyof typeof gcCpuDeclarations, ParsedFact>>;

/** What of sampled on-CPU stacks is the collector, and who made its work. */
export function gcCpuFacts(folded: FoldedStacks): { readonly facts: GcCpuFacts; readonly notes: string[] } {
  const { stacks, samples } = stackFacts(folded);
  const facts: GcCpuFacts = { stacks: stacks as ParsedFact, samples: samples as ParsedFact };
  const split = splitStacks(folded);
  if (split === undefined) return { facts, notes: [] };
  const { runtime, total, sites, isNamed } = split;
  const told: GcCpuFacts = { ...facts, runtime: string(runtime), ...siteFacts(sites) };
  if (!isNamed) {
    const note = `This build of ${runtime} has no names for its collector's functions: how much of the CPU time is theirs is not known.`;
    return { facts: told, notes: [note] };
  }
  const share = (weight: number) => (100 * weight) / total;
  const parts = [...split.parts].toSorted(([, a], [, b]) => b - a).slice(0, shownParts);
  return {
    facts: {
      ...told,
      share: percent(share(split.collecting)),
      ...(runtime === "jvm" ? {} : { allocating: percent(share(split.allocating)) }),
      parts: table(
        gcCpuDeclarations.parts,
        parts.map(([part, weight]) => [part, share(weight)]),
      ),
    },
    notes: [],
  };
}

function siteFacts(sites: FoldedStacks): GcCpuFacts {
  const { topFunction, topShare, topPath, functions } = stackFacts(sites);
  if (topFunction === undefined || topShare === undefined || topPath === undefined) return {};
  return { topSite: topFunction, topSiteShare: topShare, topSitePath: topPath, sites: functions as ParsedFact };
}
