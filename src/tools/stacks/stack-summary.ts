import type { FoldedStacks } from "../fact-declaration.ts";
import { type FrameKind, frameKind, functionName, isUnresolved, unknownFrame } from "./frame.ts";
import { heaviestPath } from "./heaviest-path.ts";

/** What a reader asks of a profile first. Weights are in the profile's unit. */
export interface StackSummary {
  readonly total: number;
  /** By weight of their own, heaviest first. */
  readonly functions: readonly FunctionWeight[];
  readonly threads: readonly { readonly name: string; readonly weight: number }[];
  /** The heaviest function with a name; `[unknown]` when none has one. */
  readonly top?: { readonly name: string; readonly weight: number; readonly path: string };
  readonly kernelWeight: number;
  readonly unresolvedWeight: number;
}

export interface FunctionWeight {
  readonly name: string;
  readonly kind: FrameKind;
  /** Samples in which it was the leaf. */
  readonly self: number;
  /** Samples in which it was anywhere on the stack, a recursive one counted once. */
  readonly total: number;
}

/** More than any report shows; a profile may have hundreds of thousands. */
const keptFunctions = 100;

/** One pass over all stacks, then one over those of the heaviest function. */
export function summariseStacks(stacks: FoldedStacks): StackSummary {
  const frames = new Map<string, { self: number; total: number; lastStack: number }>();
  const threads = new Map<string, number>();
  let total = 0;
  let kernelWeight = 0;
  let unresolvedWeight = 0;
  let stackNumber = 0;
  for (const [stack, weight] of stacks) {
    stackNumber += 1;
    total += weight;
    const parts = stack.split(";");
    const comm = parts[0] ?? "";
    threads.set(comm, (threads.get(comm) ?? 0) + weight);
    for (let index = 1; index < parts.length; index++) {
      const frame = parts[index] as string;
      let entry = frames.get(frame);
      if (entry === undefined) {
        entry = { self: 0, total: 0, lastStack: 0 };
        frames.set(frame, entry);
      }
      if (entry.lastStack !== stackNumber) entry.total += weight;
      entry.lastStack = stackNumber;
      if (index === parts.length - 1) entry.self += weight;
    }
    const leaf = parts.length > 1 ? (parts.at(-1) as string) : unknownFrame;
    if (frameKind(leaf) === "kernel") kernelWeight += weight;
    if (isUnresolved(leaf)) unresolvedWeight += weight;
  }
  const byWeight = [...frames].toSorted(([, a], [, b]) => b.self - a.self || b.total - a.total);
  const topFrame = (byWeight.find(([frame, { self }]) => self > 0 && !isUnresolved(frame)) ?? byWeight[0])?.[0];
  return {
    total,
    functions: byWeight
      .slice(0, keptFunctions)
      .map(([frame, { self, total }]) => ({ name: functionName(frame), kind: frameKind(frame), self, total })),
    threads: [...threads].map(([name, weight]) => ({ name, weight })).toSorted((a, b) => b.weight - a.weight),
    ...(topFrame === undefined ? {} : { top: topOf(topFrame, frames.get(topFrame)?.self ?? 0, stacks) }),
    kernelWeight,
    unresolvedWeight,
  };
}

function topOf(frame: string, weight: number, stacks: FoldedStacks) {
  return { name: functionName(frame), weight, path: heaviestPath(frame, stacks) };
}
