import type { FoldedStacks } from "../fact-declaration.ts";
import { functionName } from "../stacks/frame.ts";
import { type KnownCollector, knownCollectors } from "./known-collectors.ts";

/** A profile of the CPU, split into what the collector does and what the program itself does. */
export interface SplitStacks {
  readonly runtime: KnownCollector["runtime"];
  /** Functions of the collector would have names. */
  readonly isNamed: boolean;
  readonly total: number;
  /** What the collector does, by the outermost of its frames or by its thread. */
  readonly parts: ReadonlyMap<string, number>;
  readonly collecting: number;
  /** Allocating, beside what the collector does for it. */
  readonly allocating: number;
  /**
   * Stacks of what allocates, or meets the collector as it allocates, cut above the function of the program that does: a
   * collection is begun by whoever takes the last of the memory, so those that take most meet most.
   */
  readonly sites: FoldedStacks;
}

/** Which runtime it is, the stacks tell: the one that most of them bear witness of. Undefined where none does. */
export function splitStacks(folded: FoldedStacks): SplitStacks | undefined {
  const known = witnessed(folded);
  if (known === undefined) return undefined;
  const roles = new Map<string, Role>();
  const roleOf = (frame: string): Role => {
    const role = roles.get(frame) ?? roleIn(known, frame);
    roles.set(frame, role);
    return role;
  };
  const parts = new Map<string, number>();
  const sites = new Map<string, number>();
  let [total, collecting, allocating, isNamed] = [0, 0, 0, false];
  for (const [stack, weight] of folded) {
    total += weight;
    isNamed ||= known.names.test(stack);
    const [thread = "", ...frames] = stack.split(";");
    const ofThread = known.threads?.test(thread) === true;
    const collects = frames.findIndex((frame) => roleOf(frame) === "collects");
    const allocates = frames.findIndex((frame) => roleOf(frame) === "allocates");
    if (ofThread || collects >= 0) {
      collecting += weight;
      const part = ofThread ? thread.replace(/#?\d+$/, "") : functionName(frames[collects] as string);
      parts.set(part, (parts.get(part) ?? 0) + weight);
    } else if (allocates >= 0) allocating += weight;
    const first = Math.min(...[collects, allocates].filter((index) => index >= 0));
    if (first === Number.POSITIVE_INFINITY) continue;
    const site = frames.findLastIndex((frame, index) => index < first && roleOf(frame) === "program");
    if (site < 0) continue;
    const cut = [thread, ...frames.slice(0, site + 1)].join(";");
    sites.set(cut, (sites.get(cut) ?? 0) + weight);
  }
  return { runtime: known.runtime, isNamed, total, parts, collecting, allocating, sites };
}

type Role = "collects" | "allocates" | "program" | "other";

/** Asked once of each frame: few are distinct, and a profile may have hundreds of thousands of stacks. */
function roleIn(known: KnownCollector, frame: string): Role {
  if (known.collects.test(frame)) return "collects";
  if (known.allocates?.test(frame) === true) return "allocates";
  return known.isProgram(frame) ? "program" : "other";
}

function witnessed(folded: FoldedStacks): KnownCollector | undefined {
  const weights = knownCollectors.map((known) => {
    let weight = 0;
    for (const [stack, samples] of folded) if (known.evidence.test(stack)) weight += samples;
    return { known, weight };
  });
  const [most] = weights.toSorted((a, b) => b.weight - a.weight);
  return most !== undefined && most.weight > 0 ? most.known : undefined;
}
