import { formatShare, formatWeight } from "../format-weight.ts";
import { frameLabel } from "../frame-kind.ts";
import { element } from "./element.ts";
import { functionWeights } from "./function-weights.ts";
import type { Graph } from "./graph.ts";

const shown = 100;

/**
 * The same profile for who cannot see the canvas, and for who wants figures. It is always in the page;
 * the style keeps it out of sight until it is asked for.
 */
export function functionTable(graph: Graph, onChoose: (name: string) => void): HTMLTableElement {
  const all = graph.layout.total[0]! || 1;
  const rows = functionWeights(graph).slice(0, shown);
  const head = element("tr");
  for (const text of ["Function", "Self", "of all", "Total", "of all"]) {
    const cell = element("th", "", text);
    cell.scope = "col";
    head.append(cell);
  }
  const body = element("tbody");
  for (const { name, self, total } of rows) {
    const label = frameLabel(graph.columns.names[name]!);
    const choose = element("button", "", label);
    choose.type = "button";
    choose.addEventListener("click", () => onChoose(label));
    const header = element("th", "", choose);
    header.scope = "row";
    const figures = [
      formatWeight(self, graph.unit),
      formatShare(self / all),
      formatWeight(total, graph.unit),
      formatShare(total / all),
    ];
    body.append(element("tr", "", header, ...figures.map((text) => element("td", "", text))));
  }
  return element(
    "table",
    "functions",
    element("caption", "", `Top functions by self weight`),
    element("thead", "", head),
    body,
  );
}
