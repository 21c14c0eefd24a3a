import type { Unit } from "../../documents/facts.generated.ts";
import { number, percent, string, table } from "../fact.ts";
import type { FactDeclaration, FoldedStacks, ParsedFact } from "../fact-declaration.ts";
import { summariseStacks } from "./stack-summary.ts";

const shownFunctions = 20;
const shownThreads = 20;

/** The facts that every tool of sampled stacks has, told in its own words for what it samples. */
export const stackFactDeclarations = {
  stacks: { kind: "profile", unit: "samples", description: "On-CPU stacks, kernel frames above user frames." },
  samples: {
    kind: "number",
    unit: "samples",
    description: "Samples that caught the target on a CPU; idle CPUs are left out.",
  },
  topFunction: {
    kind: "string",
    optional: true,
    description: "Function that most samples caught running, itself and not what it called. Absent without samples.",
  },
  topShare: {
    kind: "number",
    unit: "percent",
    optional: true,
    description: "Share of all samples with topFunction as the leaf.",
  },
  topPath: {
    kind: "string",
    optional: true,
    description: "Heaviest path to topFunction, `leaf ← caller ← caller`, at most five frames.",
  },
  kernelShare: {
    kind: "number",
    unit: "percent",
    optional: true,
    description: "Share of samples in kernel code: system calls, faults, interrupts.",
  },
  userShare: { kind: "number", unit: "percent", optional: true, description: "Share of samples in user code." },
  unresolvedShare: {
    kind: "number",
    unit: "percent",
    optional: true,
    description: "Share of samples whose leaf has no symbol: stripped, JIT-compiled or gone.",
  },
  functions: {
    kind: "table",
    description: `The ${shownFunctions} functions with most samples of their own.`,
    columns: {
      function: { kind: "string", description: "Name of the function, without offset." },
      kind: { kind: "string", description: "user, kernel or jit." },
      self: { kind: "number", unit: "percent", description: "Share of samples with it as the leaf." },
      total: { kind: "number", unit: "percent", description: "Share of samples with it anywhere on the stack." },
    },
  },
  threads: {
    kind: "table",
    description: "Threads by name (comm, at most 15 bytes), by samples.",
    columns: {
      thread: { kind: "string", description: "Thread name; threads that share one are added up." },
      share: { kind: "number", unit: "percent", description: "Share of samples." },
    },
  },
} as const satisfies Record<string, FactDeclaration>;

export type StackFacts = Partial<Record<keyof typeof stackFactDeclarations, ParsedFact>>;

/** Folded stacks → facts. Without a single sample there are no shares to tell. */
export function stackFacts(folded: FoldedStacks, unit: Unit = "samples"): StackFacts {
  const summary = summariseStacks(folded);
  const share = (weight: number) => (100 * weight) / summary.total;
  const counted = {
    stacks: { kind: "profile", unit, folded },
    samples: number(summary.total, unit),
    functions: table(
      stackFactDeclarations.functions,
      summary.functions
        .slice(0, shownFunctions)
        .map(({ name, kind, self, total }) => [name, kind, share(self), share(total)]),
    ),
    threads: table(
      stackFactDeclarations.threads,
      summary.threads.slice(0, shownThreads).map(({ name, weight }) => [name, share(weight)]),
    ),
  } satisfies StackFacts;
  if (summary.total <= 0) return counted;
  return {
    ...counted,
    kernelShare: percent(share(summary.kernelWeight)),
    userShare: percent(share(summary.total - summary.kernelWeight)),
    unresolvedShare: percent(share(summary.unresolvedWeight)),
    ...(summary.top === undefined
      ? {}
      : {
          topFunction: string(summary.top.name),
          topShare: percent(share(summary.top.weight)),
          topPath: string(summary.top.path),
        }),
  };
}
