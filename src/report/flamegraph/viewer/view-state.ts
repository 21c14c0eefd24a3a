import type { Scheme } from "./colours.ts";
import { type Graph, isWithin } from "./graph.ts";
import { type Found, nextMatch, type Query, search } from "./search.ts";

/** What the reader has done to a graph. Painting is a function of this, the graph and the room there is. */
export interface ViewState {
  /** Row that fills the width. */
  readonly zoom: number;
  /** Where "back" leads, the last one at the end. */
  readonly history: readonly number[];
  /** Row that the arrows move and Enter zooms to. */
  readonly selected: number;
  readonly query: Query;
  /** Undefined without a query, a sentence when it cannot be searched for. */
  readonly found: Found | string | undefined;
  readonly scheme: Scheme;
  readonly rootAt: "bottom" | "top";
  readonly panel: Panel;
}

export type Panel = "none" | "table" | "tree" | "sandwich" | "keys";

export type Action =
  | { readonly kind: "zoom"; readonly row: number }
  | { readonly kind: "back" }
  | { readonly kind: "select"; readonly row: number }
  | { readonly kind: "search"; readonly query: Query }
  | { readonly kind: "match"; readonly step: 1 | -1 }
  | { readonly kind: "flip" }
  | { readonly kind: "scheme"; readonly scheme: Scheme }
  | { readonly kind: "panel"; readonly panel: Panel };

export function initialState({ marked, diff }: Graph): ViewState {
  return {
    zoom: 0,
    history: [],
    selected: marked.at(-1) ?? 0,
    query: { text: "", isPattern: false },
    found: undefined,
    scheme: diff ? "change" : "kind",
    rootAt: "bottom",
    panel: "none",
  };
}

export function reduce(graph: Graph, state: ViewState, action: Action): ViewState {
  switch (action.kind) {
    case "zoom":
      if (action.row === state.zoom) return state;
      return { ...state, zoom: action.row, selected: action.row, history: [...state.history, state.zoom] };
    case "back": {
      const zoom = state.history.at(-1);
      if (zoom === undefined) return state;
      const selected = isWithin(graph, state.selected, zoom) ? state.selected : zoom;
      return { ...state, zoom, selected, history: state.history.slice(0, -1) };
    }
    case "select":
      return { ...state, selected: action.row };
    case "search": {
      const found = action.query.text === "" ? undefined : search(graph, action.query);
      return { ...state, query: action.query, found };
    }
    case "match": {
      if (typeof state.found !== "object") return state;
      const selected = nextMatch(graph, state.found, state.selected, action.step);
      if (selected === undefined) return state;
      if (isWithin(graph, selected, state.zoom)) return { ...state, selected };
      return { ...state, selected, zoom: 0, history: [...state.history, state.zoom] };
    }
    case "scheme":
      return { ...state, scheme: action.scheme };
    case "flip":
      return { ...state, rootAt: state.rootAt === "bottom" ? "top" : "bottom" };
    case "panel":
      return { ...state, panel: state.panel === action.panel ? "none" : action.panel };
  }
}
