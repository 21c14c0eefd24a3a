import type { FrameColumns } from "../frame-columns.ts";
import { normalisation, sum } from "./joint-totals.ts";

/** The columns whose self weight is what both profiles have: what a diff is laid out by. Others are as they are. */
export function jointColumns(columns: FrameColumns, mode: "normalised" | "absolute" = "normalised"): FrameColumns {
  const { self, baseline } = columns;
  if (!baseline) return columns;
  const factor = mode === "normalised" ? normalisation(sum(baseline), sum(self)) : 1;
  return { ...columns, self: self.map((weight, row) => weight + baseline[row]! * factor) };
}
