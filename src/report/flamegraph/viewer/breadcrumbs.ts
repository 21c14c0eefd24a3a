import { element } from "./element.ts";
import { type Graph, labelOf, pathTo } from "./graph.ts";

/** Of a long path the first and the last frames tell where one is. */
const atFront = 2;
const atBack = 4;

/** The way from the root to what fills the width; each step is a button that leads back to it. */
export function breadcrumbs(graph: Graph, zoom: number, onChoose: (row: number) => void): readonly HTMLElement[] {
  const path = pathTo(graph, zoom);
  return path.flatMap((row, i) => {
    if (i === atFront && path.length > atFront + atBack + 1) return [element("li", "", "…")];
    if (i > atFront && i < path.length - atBack) return [];
    const step = element("button", "", labelOf(graph, row));
    step.type = "button";
    if (row === zoom) step.ariaCurrent = "true";
    step.addEventListener("click", () => onChoose(row));
    return [element("li", "", step)];
  });
}
