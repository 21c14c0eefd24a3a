import { formatShare, formatWeight } from "../format-weight.ts";
import { type Graph, labelOf } from "./graph.ts";

/** What is said of a frame, in the tooltip and to a screen reader. */
export interface FrameFacts {
  readonly name: string;
  readonly weight: string;
  readonly ofAll: string;
  /** Of the caller; undefined for the root. */
  readonly ofCaller: string | undefined;
  readonly self: string;
}

export function frameFacts(graph: Graph, row: number): FrameFacts {
  const { total, parent } = graph.layout;
  const weight = total[row]!;
  const caller = parent[row]!;
  return {
    name: labelOf(graph, row),
    weight: formatWeight(weight, graph.unit),
    ofAll: `${formatShare(share(weight, total[0]!))} of all`,
    ofCaller: row === 0 ? undefined : `${formatShare(share(weight, total[caller]!))} of ${labelOf(graph, caller)}`,
    self: `self ${formatWeight(graph.columns.self[row]!, graph.unit)}`,
  };
}

function share(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
