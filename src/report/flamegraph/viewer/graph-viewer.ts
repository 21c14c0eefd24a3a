import type { Comparison } from "../diff/change.ts";
import { formatShare } from "../format-weight.ts";
import { frameLabel } from "../frame-kind.ts";
import { Actions } from "./actions.ts";
import { breadcrumbs } from "./breadcrumbs.ts";
import { type Colours, readColours, type Scheme, schemes } from "./colours.ts";
import { copyText } from "./copy-text.ts";
import { Edits } from "./edits.ts";
import { element } from "./element.ts";
import { frameFacts } from "./frame-facts.ts";
import { createGraph, type Graph, labelOf, pathTo } from "./graph.ts";
import { type Command, commandOf, directionOf } from "./keyboard.ts";
import { neighbour } from "./neighbours.ts";
import { Panels } from "./panels.ts";
import { boxOf, rowAt } from "./placement.ts";
import { Stage } from "./stage.ts";
import { Toolbar } from "./toolbar.ts";
import { Tooltip } from "./tooltip.ts";
import { type Operation, transform } from "./transform.ts";
import { readView, type SavedView, saveView } from "./url-state.ts";
import { type Action, initialState, reduce, type ViewState } from "./view-state.ts";

export interface ViewerOptions {
  /** Part of another viewer: only the graph, its breadcrumbs, its tooltip. */
  readonly isPart?: boolean;
  readonly rootAt?: "bottom" | "top";
  /** Names the graph in the address; without it nothing is written there. */
  readonly id?: string;
}

/** What a part of another viewer does; the rest needs the whole. */
const ofParts: ReadonlySet<Command> = new Set<Command>(["zoom", "back", "all", "leave", "flip"]);

const legend =
  "Orange is more than before, blue less; grey has hardly changed or weighs less than 0.1 %. Width is the mean of both.";

/** Joins the parts of one graph: what the reader does becomes an action, a new state is shown in the next frame. */
export class GraphViewer {
  readonly element = element("div", "viewer");
  readonly #options: ViewerOptions;
  readonly #stage: Stage;
  readonly #toolbar: Toolbar;
  readonly #actions = new Actions((command) => this.#run(command));
  readonly #tooltip = new Tooltip();
  readonly #selection = element("p", "unseen");
  readonly #panels: Panels | undefined;
  readonly #firstMode: Comparison["mode"] | undefined;
  #graph: Graph;
  readonly #edits = new Edits();
  #state: ViewState;
  #colours: Colours | undefined;
  #isPending = false;

  constructor(graph: Graph, options: ViewerOptions = {}) {
    this.#graph = graph;
    this.#options = options;
    this.#firstMode = graph.diff?.whole.mode;
    this.#state = { ...initialState(graph), rootAt: options.rootAt ?? "bottom" };
    this.#stage = new Stage(graph, () => this.#repaint());
    this.#toolbar = new Toolbar({
      search: (query) => this.#do({ kind: "search", query }),
      match: (step) => this.#match(step),
      panel: (panel) => this.#do({ kind: "panel", panel }),
      scheme: (scheme) => this.#do({ kind: "scheme", scheme }),
      flip: () => this.#do({ kind: "flip" }),
      reset: () => this.#reset(),
      mode:
        graph.diff && (() => this.#compare(this.#graph.diff?.whole.mode === "absolute" ? "normalised" : "absolute")),
    });
    this.#selection.ariaLive = "polite";
    if (options.isPart) {
      this.element.append(element("div", "crumbs", this.#toolbar.path), this.#stage.element, this.#selection);
    } else {
      this.element.append(this.#toolbar.element, this.#stage.element, this.#actions.element, this.#selection);
      if (graph.diff) this.#actions.element.after(element("p", "legend", legend));
      this.#panels = new Panels(graph, {
        search: (text) => this.#do({ kind: "search", query: { text, isPattern: false } }),
        zoom: (row) => this.#do({ kind: "zoom", row }),
        close: () => {
          this.#do({ kind: "panel", panel: "sandwich" });
          this.#stage.canvas.focus();
        },
        part: (half, rootAt) => new GraphViewer(half, { isPart: true, rootAt }),
      });
      this.element.append(this.#panels.element);
    }
    this.element.append(this.#tooltip.element);
    this.#listen(this.#stage.canvas);
    this.#adopt();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#recolour());
    matchMedia("print").addEventListener("change", () => this.#recolour());
  }

  /** To be called once the element is in the page: before that it has neither size nor colours. */
  start(): void {
    const { id } = this.#options;
    if (id) this.#restore(readView(location.hash, id));
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
    const { selected, panel, query, rootAt, scheme } = this.#state;
    this.#tooltip.hide();
    if (typeof command === "object") {
      return this.#walk(neighbour(this.#graph, this.#state, directionOf(command.walk, rootAt)));
    }
    if (this.#options.isPart && !ofParts.has(command)) return;
    switch (command) {
      case "zoom":
        return this.#do({ kind: "zoom", row: selected });
      case "back":
        return this.#do({ kind: "back" });
      case "all":
        return this.#do({ kind: "zoom", row: 0 });
      case "flip":
        return this.#do({ kind: "flip" });
      case "next":
        return this.#match(1);
      case "previous":
        return this.#match(-1);
      case "copyFrame":
        return void this.#copy(labelOf(this.#graph, selected), "name");
      case "copyStack":
        return void this.#copy(this.#stack(selected), "stack");
      case "leave":
        if (panel !== "none") return this.#do({ kind: "panel", panel });
        if (query.text !== "") return this.#do({ kind: "search", query: { ...query, text: "" } });
        return this.#do({ kind: "back" });
      case "search":
        return this.focusSearch();
      case "focus":
      case "hide":
      case "merge":
        return this.#operate(command);
      case "undo":
        return this.#undo();
      case "sandwich":
        if (selected === 0) return;
        if (panel === "sandwich") this.#do({ kind: "panel", panel });
        return this.#do({ kind: "panel", panel: "sandwich" });
      case "palette": {
        const all = (Object.keys(schemes) as Scheme[]).filter((each) => each !== "change" || this.#graph.diff);
        return this.#do({ kind: "scheme", scheme: all[(all.indexOf(scheme) + 1) % all.length]! });
      }
      case "table":
      case "tree":
      case "keys":
        return this.#do({ kind: "panel", panel: command });
    }
  }

  #stack(row: number): string {
    return pathTo(this.#graph, row)
      .slice(1)
      .map((each) => labelOf(this.#graph, each))
      .join(";");
  }

  async #copy(text: string, what: string): Promise<void> {
    this.#actions.tell((await copyText(text)) ? `${what} copied` : "the browser does not let this page copy");
  }

  #match(step: 1 | -1): void {
    const before = this.#state.selected;
    this.#do({ kind: "match", step });
    if (this.#state.selected !== before) this.#walk(this.#state.selected);
  }

  #walk(row: number): void {
    this.#do({ kind: "select", row });
    this.#stage.reveal(this.#state, row);
    const { x, y } = boxOf(this.#graph, this.#state, this.#stage.room, row);
    const { left, top } = this.#stage.canvas.getBoundingClientRect();
    this.#tooltip.show(this.#graph, row, left + x, top + y);
  }

  #operate(kind: Operation["kind"]): void {
    const { selected } = this.#state;
    if (selected === 0) return;
    this.#apply({ kind, name: this.#graph.columns.name[selected]! });
    this.#show();
  }

  #apply(operation: Operation): void {
    const { unit, diff, columns } = this.#graph;
    this.#edits.add({ operation, graph: this.#graph, state: this.#state });
    this.#graph = createGraph(transform(columns, operation), unit, [], diff?.whole.mode);
    this.#state = this.#carried(this.#state);
    this.#adopt();
  }

  #undo(): void {
    const edit = this.#edits.undo();
    if (!edit) return;
    this.#graph = edit.graph;
    const { zoom, selected, history } = edit.state;
    this.#state = { ...this.#carried(this.#state), zoom, selected, history };
    this.#adopt();
    this.#show();
  }

  /** What stays of a state when the frames are others. */
  #carried({ query, rootAt, scheme }: ViewState): ViewState {
    const state = { ...initialState(this.#graph), rootAt, scheme, selected: 0 };
    return reduce(this.#graph, state, { kind: "search", query });
  }

  #reset(): void {
    const { rootAt, scheme } = this.#state;
    this.#graph = this.#edits.clear(this.#graph);
    this.#state = { ...initialState(this.#graph), rootAt, scheme };
    this.#adopt();
    this.#show();
  }

  /** The layout depends on the comparison: everything is made again from the whole. */
  #compare(mode: "normalised" | "absolute"): void {
    const { operations } = this.#edits;
    const { columns, unit } = this.#edits.clear(this.#graph);
    this.#graph = createGraph(columns, unit, [], mode);
    this.#state = this.#carried(this.#state);
    for (const operation of operations) this.#apply(operation);
    this.#adopt();
    this.#show();
  }

  /** Whatever depends on the frames and not on the view. */
  #adopt(): void {
    this.#stage.show(this.#graph);
    this.#colours = undefined;
    this.#describe();
    this.#panels?.adopt(this.#graph);
  }

  #do(action: Action): void {
    const before = this.#state;
    this.#state = reduce(this.#graph, before, action);
    if (this.#state === before) return;
    if (this.#state.zoom !== before.zoom || this.#state.rootAt !== before.rootAt) {
      this.#stage.reveal(this.#state, this.#state.zoom);
    }
    if (this.#state.scheme !== before.scheme) this.#colours = undefined;
    this.#show(before);
  }

  #show(before?: ViewState): void {
    const { zoom, selected, query, found } = this.#state;
    const crumbs = breadcrumbs(this.#graph, zoom, (row) => this.#do({ kind: "zoom", row }));
    this.#toolbar.path.replaceChildren(...crumbs);
    const last = this.#edits.operations.at(-1);
    const isChanged = zoom !== 0 || query.text !== "" || last !== undefined;
    this.#toolbar.show(this.#state, isChanged, this.#graph.diff?.whole.mode);
    this.#toolbar.status.textContent =
      typeof found === "object"
        ? `matched ${formatShare(found.weight / (this.#graph.total[0]! || 1))} in ${found.frames} frames`
        : (found ?? "");
    const undo = last && `${last.kind} ${frameLabel(this.#graph.columns.names[last.name]!)}`;
    this.#actions.show(labelOf(this.#graph, selected), selected === 0, undo);
    if (before && before.selected !== selected) this.#actions.tell("");
    const { name, weight, ofAll, ofCaller, change } = frameFacts(this.#graph, selected);
    this.#selection.textContent = [name, weight, ofAll, ofCaller, change]
      .filter((part) => part !== undefined)
      .join(", ");
    this.#panels?.show(this.#state);
    this.#repaint();
    // A picture first: the address can wait.
    setTimeout(() => this.#save());
  }

  #restore(view: SavedView): void {
    if (view.mode && this.#graph.diff) this.#compare(view.mode);
    for (const operation of view.operations) {
      if (operation.name < this.#graph.columns.names.length) this.#apply(operation);
    }
    const { text, isPattern, rootAt, zoom, scheme } = view;
    const isKnown = scheme in schemes && (scheme !== "change" || this.#graph.diff);
    this.#state = { ...this.#state, rootAt, ...(isKnown && { scheme: scheme as Scheme }) };
    if (text !== "") this.#do({ kind: "search", query: { text, isPattern } });
    if (zoom > 0 && zoom < this.#graph.columns.name.length) this.#do({ kind: "zoom", row: zoom });
  }

  #save(): void {
    const { id } = this.#options;
    if (!id) return;
    const { zoom, query, rootAt, scheme } = this.#state;
    const mode = this.#graph.diff?.whole.mode;
    saveView(id, {
      operations: this.#edits.operations,
      zoom,
      ...query,
      rootAt,
      scheme: scheme === initialState(this.#graph).scheme ? "" : scheme,
      mode: mode === this.#firstMode ? undefined : mode,
    });
  }

  #describe(): void {
    const { weight } = frameFacts(this.#graph, 0);
    this.#stage.canvas.ariaLabel = `Flame graph of ${weight}. Arrows select a frame, Enter zooms, question mark lists the keys. A table follows.`;
  }

  #recolour(): void {
    this.#colours = undefined;
    this.#repaint();
  }

  /**
   * Many changes, one picture an event: in time for the next frame, and before anything that can wait. What is not in the page
   * has no colours yet, and an observer tells its size all the same.
   */
  #repaint(): void {
    if (this.#isPending || !this.element.isConnected) return;
    this.#isPending = true;
    queueMicrotask(() => {
      this.#isPending = false;
      this.#colours ??= readColours(this.#graph, this.#state.scheme, this.element);
      this.#stage.paint(this.#state, this.#colours);
    });
  }
}
