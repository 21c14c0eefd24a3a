import type { Unit } from "../../documents/facts.generated.ts";
import { formatQuantity } from "../../documents/format-quantity.ts";
import { sum } from "../flamegraph/diff/joint-totals.ts";
import { heaviestPath } from "../flamegraph/heaviest-path.ts";
import { prunedWeight, type StackTree } from "../flamegraph/stack-tree.ts";
import { type FunctionWeight, topFunctions } from "../flamegraph/top-functions.ts";
import { flamegraphAnswer } from "../model/answers.ts";

/** One flame graph of `diag flame`. */
export interface Graph {
  readonly title: string;
  readonly unit: Unit;
  /** Which of the values of its file it shows. */
  readonly value?: string;
  /** With a baseline it is a differential one. */
  readonly tree: StackTree;
  /** Sentences for who looks at it: what is not in it, and how to see that. */
  readonly notes: readonly string[];
}

const shownFunctions = 10;

/** What it shows, in a sentence, and the functions that have most of their own. */
export function describeGraph({ tree, unit }: Graph): {
  readonly answer: string;
  readonly functions: readonly FunctionWeight[];
} {
  const functions = topFunctions(tree, shownFunctions);
  const total = tree.total[0] ?? 0;
  if (tree.baseline !== undefined) {
    const before = formatQuantity(sum(tree.baseline), unit);
    return { answer: `${before} before, ${formatQuantity(total, unit)} after.`, functions };
  }
  const [heaviest] = functions;
  const path = heaviest === undefined ? undefined : heaviestPath(tree, heaviest.name);
  return { answer: flamegraphAnswer(path, total, unit), functions };
}

/** What was lost to the bound on memory while a file was read. */
export function pruningNotes(tree: StackTree, prunings: number): readonly string[] {
  if (prunings === 0) return [];
  const share = ((100 * prunedWeight(tree)) / (tree.total[0] ?? 0)).toPrecision(2);
  return [
    `The file has more distinct stacks than are held in memory: the lightest, ${share}\u202f% of the weight, stand in [pruned] frames.`,
  ];
}
