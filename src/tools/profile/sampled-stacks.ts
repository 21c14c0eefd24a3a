import { number } from "../fact.ts";
import type { FoldedStacks } from "../fact-declaration.ts";
import { stackFacts } from "../stacks/stack-facts.ts";
import { symbolHints } from "../stacks/symbol-hints.ts";
import type { Parsed } from "../tool.ts";

/** What every variant's parser reads, whatever the tool's format. */
export interface SampledStacks {
  readonly folded: FoldedStacks;
  /** Samples the tool reports as lost; absent when its output tells nothing of them. */
  readonly lost?: number;
  /** Samples of idle CPUs, where the tool shows them. They are not in `folded`. */
  readonly idle?: number;
}

/** Names that the kernel gives its idle tasks (kernel/sched/idle.c, `swapper/N`). */
export function isIdleTask(comm: string): boolean {
  return comm === "swapper" || /^swapper\/\d+$/.test(comm);
}

/** @param options `hints`: tell what would name more functions; a profiler of the runtime itself has named them. */
export function profileFacts(
  sampled: SampledStacks,
  options: { readonly partial: boolean; readonly hints?: boolean },
): Parsed {
  const facts = stackFacts(sampled.folded);
  const total = facts.samples?.kind === "number" ? facts.samples.value : 0;
  const notes: string[] = [];
  if (total === 0) notes.push("No sample caught the target on a CPU: it was idle or waiting.");
  else if (total < 50)
    notes.push(`Only ${total} samples: shares are rough. A longer duration or a higher frequency gives more.`);
  if (sampled.lost !== undefined && sampled.lost > 0)
    notes.push(`${sampled.lost} samples were lost or could not be shown.`);
  if (sampled.idle !== undefined && sampled.idle > 0)
    notes.push(`${sampled.idle} samples of idle CPUs are left out of the shares.`);
  if (options.partial) notes.push("Sampling was cut short; shares are of what was seen until then.");
  if (options.hints !== false) notes.push(...symbolHints(sampled.folded));
  return {
    facts: { ...facts, ...(sampled.lost === undefined ? {} : { lost: number(sampled.lost, "samples") }) },
    notes,
  };
}
