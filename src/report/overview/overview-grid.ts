import { type Grid, words } from "../grid/grid.ts";
import { outcomeWord } from "../words/outcome-word.ts";
import type { Overview } from "./overview.ts";

export function overviewGrid({ targets, omitted }: Overview): Grid {
  const more = omitted === 0 ? "" : `; ${omitted} more match and were not looked at (--max)`;
  return {
    caption: `${targets.length === 1 ? "1 target" : `${targets.length} targets`}, worst first${more}`,
    columns: [words("target"), words("node"), words("outcome"), words("what"), words("report")],
    rows: targets.map(({ label, node, outcome, statement, path, folder }) => [
      label,
      node,
      outcomeWord[outcome],
      path === undefined ? statement : `${statement} ${path}`,
      folder === undefined ? "" : `${folder}/report.html`,
    ]),
  };
}
