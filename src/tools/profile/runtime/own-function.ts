import type { FoldedStacks } from "../../fact-declaration.ts";

/**
 * Stacks cut above their last frame of the program: what it calls in the runtime or in native libraries counts for the
 * function of the program that called it. A stack without any (a collector's, a compiler's thread) stays as it is.
 */
export function ownStacks(stacks: FoldedStacks, isProgram: (frame: string) => boolean): FoldedStacks {
  const own = new Map<string, number>();
  for (const [stack, weight] of stacks) {
    const parts = stack.split(";");
    // The first part is the thread.
    const last = parts.findLastIndex((part, index) => index > 0 && isProgram(part));
    const cut = last < 0 ? stack : parts.slice(0, last + 1).join(";");
    own.set(cut, (own.get(cut) ?? 0) + weight);
  }
  return own;
}
