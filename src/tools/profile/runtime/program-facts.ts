import { stackFacts } from "../../stacks/stack-facts.ts";
import type { Parsed } from "../../tool.ts";
import { profileFacts, type SampledStacks } from "../sampled-stacks.ts";
import { ownStacks } from "./own-function.ts";

/**
 * The facts of a profiler of the program's own runtime. Most of them see no kernel frames: what a system call takes
 * counts for the function that made it, and the share of the kernel is unknown, not zero. The function that is named is the
 * program's own, also where native code that it called was running.
 *
 * @param options `isProgram`: tells the program's frames from the runtime's and from native code.
 */
export function programFacts(
  sampled: SampledStacks,
  options: {
    readonly partial: boolean;
    readonly seesKernel?: boolean;
    readonly notes?: readonly string[];
    readonly isProgram?: (frame: string) => boolean;
  },
): Parsed {
  const { facts, notes } = profileFacts(sampled, { partial: options.partial, hints: false });
  const { kernelShare, userShare, ...others } = facts;
  const kept = options.seesKernel === true ? facts : others;
  const { isProgram } = options;
  const { topFunction, topShare, topPath } = stackFacts(
    isProgram ? ownStacks(sampled.folded, isProgram) : sampled.folded,
  );
  const top = { topFunction, topShare, topPath };
  const told = Object.fromEntries(
    Object.entries(top).flatMap(([name, fact]) => (fact === undefined ? [] : [[name, fact]])),
  );
  return { facts: { ...kept, ...told }, notes: [...notes, ...(options.notes ?? [])] };
}
