import type { Parsed } from "../../tool.ts";
import { profileFacts, type SampledStacks } from "../sampled-stacks.ts";

/**
 * The facts of a profiler of the program's own runtime. Most of them see no kernel frames: what a system call takes
 * counts for the function that made it, and the share of the kernel is unknown, not zero.
 */
export function programFacts(
  sampled: SampledStacks,
  options: { readonly partial: boolean; readonly seesKernel?: boolean; readonly notes?: readonly string[] },
): Parsed {
  const { facts, notes } = profileFacts(sampled, { partial: options.partial, hints: false });
  const { kernelShare, userShare, ...others } = facts;
  const kept = options.seesKernel === true ? facts : others;
  return { facts: kept, notes: [...notes, ...(options.notes ?? [])] };
}
