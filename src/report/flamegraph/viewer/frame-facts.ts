import { changeText } from "../diff/change.ts";
import { formatShare, formatWeight } from "../format-weight.ts";
import { frameKind } from "../frame-kind.ts";
import { type Graph, labelOf, nameOf, pairOf } from "./graph.ts";

/** What is said of a frame, in the tooltip and to a screen reader. */
export interface FrameFacts {
  readonly name: string;
  readonly weight: string;
  readonly ofAll: string;
  /** Of the caller; undefined for the root. */
  readonly ofCaller: string | undefined;
  readonly self: string;
  /** In a diff: what it was, and the change. */
  readonly change: string | undefined;
  /** What the name is, where that is not a function. */
  readonly note: string | undefined;
}

export function frameFacts(graph: Graph, row: number): FrameFacts {
  const { total, diff } = graph;
  const weight = total[row]!;
  const caller = graph.layout.parent[row]!;
  const kind = row === 0 ? "root" : frameKind(nameOf(graph, row));
  return {
    name: labelOf(graph, row),
    weight: formatWeight(weight, graph.unit),
    ofAll: `${formatShare(share(weight, total[0]!))} of all`,
    ofCaller: row === 0 ? undefined : `${formatShare(share(weight, total[caller]!))} of ${labelOf(graph, caller)}`,
    self: `self ${formatWeight(graph.columns.self[row]!, graph.unit)}`,
    change:
      diff &&
      `before ${formatWeight(diff.total[row]!, graph.unit)}, ${changeText(pairOf(graph, row), diff.whole, graph.unit)}`,
    note:
      kind === "pruned"
        ? "many light frames in one"
        : kind === "unresolved"
          ? "no symbol for this address"
          : kind === "kernel"
            ? "in the kernel"
            : kind === "jit"
              ? "compiled at run time"
              : undefined,
  };
}

function share(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
