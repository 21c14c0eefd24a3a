import type { Graph } from "./graph.ts";

export interface FunctionRow {
  /** Index of the name. */
  readonly name: number;
  readonly self: number;
  /** A stack with several calls of the function counts once. */
  readonly total: number;
  /** Self weight in the baseline, as measured; 0 where there is none. */
  readonly before: number;
}

/** The functions of a graph, heaviest self first. The root and the pruned rest are none. */
export function functionWeights({ columns, layout, total: totals }: Graph): readonly FunctionRow[] {
  const { names, name, self, baseline } = columns;
  const own = new Float64Array(names.length);
  const before = new Float64Array(names.length);
  const total = new Float64Array(names.length);
  /** Per name: where its outermost open call ends. Rows in depth first order make that enough. */
  const openUntil = new Uint32Array(names.length);
  for (let row = 1; row < name.length; row++) {
    const id = name[row]!;
    own[id]! += self[row]!;
    if (baseline) before[id]! += baseline[row]!;
    if (row < openUntil[id]!) continue;
    total[id]! += totals[row]!;
    openUntil[id] = layout.end[row]!;
  }
  return names
    .map((_, id) => ({ name: id, self: own[id]!, total: total[id]!, before: before[id]! }))
    .filter((row) => (row.total > 0 || row.before > 0) && names[row.name] !== "[pruned]")
    .sort((a, b) => b.self - a.self || b.total - a.total);
}
