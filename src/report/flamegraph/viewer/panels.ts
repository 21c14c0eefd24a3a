import { CallTree } from "./call-tree.ts";
import { element } from "./element.ts";
import { functionTable } from "./function-table.ts";
import type { Graph } from "./graph.ts";
import { keyPanel } from "./key-panel.ts";
import { type Part, sandwich } from "./sandwich.ts";
import type { Panel, ViewState } from "./view-state.ts";

export interface PanelEvents {
  readonly search: (text: string) => void;
  readonly zoom: (row: number) => void;
  readonly close: () => void;
  readonly part: (graph: Graph, rootAt: "bottom" | "top") => Part;
}

/** What opens below a graph: the table of functions, the call tree, callers and callees, the keys. */
export class Panels {
  readonly element: HTMLElement;
  readonly #events: PanelEvents;
  readonly #keys = keyPanel();
  readonly #part = element("div");
  #graph: Graph;
  #table: HTMLElement = element("div");
  #tree: CallTree | undefined;
  #open: Panel | undefined;

  constructor(graph: Graph, events: PanelEvents) {
    this.#graph = graph;
    this.#events = events;
    this.element = element("div", "", this.#part, this.#keys, this.#table);
  }

  /** Everything is made again of other frames. */
  adopt(graph: Graph): void {
    this.#graph = graph;
    this.#tree = undefined;
    this.#open = undefined;
    const table = functionTable(graph, this.#events.search);
    this.#table.replaceWith(table);
    this.#table = table;
  }

  show({ panel, selected }: ViewState): void {
    this.#keys.hidden = panel !== "keys";
    this.#table.classList.toggle("unseen", panel !== "table");
    if (panel === this.#open) return;
    this.#open = panel;
    const { zoom, part, close } = this.#events;
    if (panel === "sandwich") {
      this.#part.replaceChildren(sandwich(this.#graph, this.#graph.columns.name[selected]!, part, close));
    } else if (panel === "tree") {
      this.#tree ??= new CallTree(this.#graph, zoom);
      this.#part.replaceChildren(this.#tree.element);
      this.#tree.reveal(selected);
    } else this.#part.replaceChildren();
  }
}
