import { frameLabel } from "../frame-kind.ts";
import { button, element } from "./element.ts";
import { createGraph, type Graph } from "./graph.ts";
import { callees, callers } from "./transform.ts";

/** A viewer of one half. */
export interface Part {
  readonly element: HTMLElement;
  start(): void;
}

/** Callers of a function above, its callees below, each a graph of its own. */
export function sandwich(
  graph: Graph,
  name: number,
  part: (graph: Graph, rootAt: "bottom" | "top") => Part,
  onClose: () => void,
): HTMLElement {
  const mode = graph.diff?.whole.mode;
  const label = () => element("code", "", frameLabel(graph.columns.names[name]!));
  const above = part(createGraph(callers(graph.columns, name), graph.unit, [], mode), "bottom");
  const below = part(createGraph(callees(graph.columns, name), graph.unit, [], mode), "top");
  const made = element(
    "div",
    "sandwich",
    element("p", "", "Callers of ", label(), ", the nearest lowest. ", button("Close", onClose)),
    above.element,
    element("p", "", "Callees of ", label(), ", the nearest highest."),
    below.element,
  );
  // Sizes are known once it is in the page.
  queueMicrotask(() => {
    above.start();
    below.start();
  });
  return made;
}
