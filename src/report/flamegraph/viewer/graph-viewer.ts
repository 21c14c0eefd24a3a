import { formatShare } from "../format-weight.ts";
import { breadcrumbs } from "./breadcrumbs.ts";
import { type Colours, readColours } from "./colours.ts";
import { element } from "./element.ts";
import { frameFacts } from "./frame-facts.ts";
import { functionTable } from "./function-table.ts";
import type { Graph } from "./graph.ts";
import { keyPanel } from "./key-panel.ts";
import { type Command, commandOf, directionOf } from "./keyboard.ts";
import { neighbour } from "./neighbours.ts";
import { boxOf, rowAt } from "./placement.ts";
import { Stage } from "./stage.ts";
import { Toolbar } from "./toolbar.ts";
import { Tooltip } from "./tooltip.ts";
import { type Action, initialState, reduce, type ViewState } from "./view-state.ts";

/** Joins the parts of one graph: what the reader does becomes an action, a new state is shown in the next frame. */
export class GraphViewer {
  readonly element = element("div", "viewer");
  readonly #graph: Graph;
  readonly #stage: Stage;
  readonly #toolbar: Toolbar;
  readonly #tooltip = new Tooltip();
  readonly #selection = element("p", "unseen");
  readonly #table: HTMLElement;
  readonly #keys = keyPanel();
  #state: ViewState;
  #colours: Colours | undefined;
  #isPending = false;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#state = initialState(graph);
    this.#stage = new Stage(graph, () => this.#repaint());
    this.#toolbar = new Toolbar(
      (query) => this.#do({ kind: "search", query }),
      (panel) => this.#do({ kind: "panel", panel }),
    );
    this.#table = functionTable(graph, (text) => this.#do({ kind: "search", query: { text, isPattern: false } }));
    this.#selection.ariaLive = "polite";
    this.element.append(this.#toolbar.element, this.#stage.element, this.#selection, this.#keys, this.#table);
    this.element.append(this.#tooltip.element);
    this.#listen(this.#stage.canvas);
    this.#describe();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#recolour());
    matchMedia("print").addEventListener("change", () => this.#recolour());
  }

  /** To be called once the element is in the page: before that it has neither size nor colours. */
  start(): void {
    if (this.#state.rootAt === "bottom") this.#stage.element.scrollTop = this.#stage.element.scrollHeight;
    this.#show();
  }

  focusSearch(): void {
    this.#tooltip.hide();
    this.#toolbar.focusSearch();
  }

  #listen(canvas: HTMLCanvasElement): void {
    canvas.tabIndex = 0;
    canvas.role = "application";
    canvas.ariaRoleDescription = "flame graph";
    canvas.addEventListener("pointermove", ({ offsetX, offsetY, clientX, clientY }) => {
      const row = rowAt(this.#graph, this.#state, this.#stage.room, offsetX, offsetY);
      canvas.style.cursor = row === undefined ? "" : "pointer";
      if (row === undefined) this.#tooltip.hide();
      else this.#tooltip.show(this.#graph, row, clientX, clientY);
    });
    canvas.addEventListener("pointerleave", () => this.#tooltip.hide());
    canvas.addEventListener("blur", () => this.#tooltip.hide());
    canvas.addEventListener("click", ({ offsetX, offsetY }) => {
      const row = rowAt(this.#graph, this.#state, this.#stage.room, offsetX, offsetY);
      if (row === undefined) return;
      this.#tooltip.hide();
      this.#do(row === this.#state.zoom ? { kind: "back" } : { kind: "zoom", row });
    });
    this.element.addEventListener("keydown", (event) => this.#key(event));
  }

  #key(event: KeyboardEvent): void {
    const command = commandOf(event);
    const isOnCanvas = event.target === this.#stage.canvas;
    // Fields and buttons keep their keys; only Escape leads out of them.
    if (command === undefined || (!isOnCanvas && command !== "leave")) return;
    event.preventDefault();
    event.stopPropagation();
    this.#run(command);
    if (command === "leave") this.#stage.canvas.focus();
  }

  #run(command: Command): void {
    const { selected, panel, query, rootAt } = this.#state;
    this.#tooltip.hide();
    if (command === "zoom") this.#do({ kind: "zoom", row: selected });
    else if (command === "back") this.#do({ kind: "back" });
    else if (command === "all") this.#do({ kind: "zoom", row: 0 });
    else if (command === "flip") this.#do({ kind: "flip" });
    else if (command === "search") this.focusSearch();
    else if (command === "table" || command === "keys") this.#do({ kind: "panel", panel: command });
    else if (command !== "leave") this.#walk(neighbour(this.#graph, this.#state, directionOf(command.walk, rootAt)));
    else if (panel !== "none") this.#do({ kind: "panel", panel });
    else if (query.text !== "") this.#do({ kind: "search", query: { ...query, text: "" } });
    else this.#do({ kind: "back" });
  }

  #walk(row: number): void {
    this.#do({ kind: "select", row });
    this.#stage.reveal(this.#state, row);
    const { x, y } = boxOf(this.#graph, this.#state, this.#stage.room, row);
    const { left, top } = this.#stage.canvas.getBoundingClientRect();
    this.#tooltip.show(this.#graph, row, left + x, top + y);
  }

  #do(action: Action): void {
    const before = this.#state;
    this.#state = reduce(this.#graph, before, action);
    if (this.#state === before) return;
    if (this.#state.zoom !== before.zoom || this.#state.rootAt !== before.rootAt) {
      this.#stage.reveal(this.#state, this.#state.zoom);
    }
    this.#show();
  }

  #show(): void {
    const { zoom, selected, query, found, panel } = this.#state;
    const crumbs = breadcrumbs(this.#graph, zoom, (row) => this.#do({ kind: "zoom", row }));
    this.#toolbar.path.replaceChildren(...crumbs);
    this.#toolbar.show(query);
    this.#toolbar.status.textContent = found
      ? `matched ${formatShare(found.weight / (this.#graph.layout.total[0]! || 1))} in ${found.frames} frames`
      : query.text === ""
        ? ""
        : "not a regular expression";
    const { name, weight, ofAll, ofCaller } = frameFacts(this.#graph, selected);
    this.#selection.textContent = [name, weight, ofAll, ofCaller].filter((part) => part !== undefined).join(", ");
    this.#keys.hidden = panel !== "keys";
    this.#table.classList.toggle("unseen", panel !== "table");
    this.#repaint();
  }

  #describe(): void {
    const { weight } = frameFacts(this.#graph, 0);
    this.#stage.canvas.ariaLabel = `Flame graph of ${weight}. Arrows select a frame, Enter zooms, question mark lists the keys. A table follows.`;
  }

  #recolour(): void {
    this.#colours = undefined;
    this.#repaint();
  }

  /** Many events, one picture a frame. */
  #repaint(): void {
    if (this.#isPending) return;
    this.#isPending = true;
    requestAnimationFrame(() => {
      this.#isPending = false;
      this.#colours ??= readColours(this.#graph, this.element);
      this.#stage.paint(this.#state, this.#colours);
    });
  }
}
