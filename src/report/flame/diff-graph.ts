import { DiagError } from "../../errors.ts";
import { diffProfiles } from "../flamegraph/diff/diff-profiles.ts";
import type { Graph } from "./graph.ts";

/** What changed from one profile to another, as one graph. */
export function diffGraph(before: Graph, after: Graph): Graph {
  if (before.unit !== after.unit)
    throw new DiagError("usage", `${before.title} weighs ${before.unit}, ${after.title} ${after.unit}`, {
      hint: "Compare like with like: --value chooses what to compare, --unit says what both are.",
    });
  return {
    title: `${before.title} → ${after.title}`,
    unit: after.unit,
    tree: diffProfiles(before.tree, after.tree),
    notes: [before, after].flatMap(({ title, notes }) => notes.map((note) => `${title}: ${note}`)),
  };
}
