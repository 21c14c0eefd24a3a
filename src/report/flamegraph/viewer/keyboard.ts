import type { Direction } from "./neighbours.ts";

/** What a key does to a graph that has the focus. */
export type Command =
  | "zoom"
  | "next"
  | "previous"
  | "tree"
  | "sandwich"
  | "focus"
  | "hide"
  | "merge"
  | "undo"
  | "copyFrame"
  | "copyStack"
  | "palette"
  | "back"
  | "search"
  | "table"
  | "keys"
  | "flip"
  | "all"
  | "leave"
  | { readonly walk: "up" | "down" | "left" | "right" };

interface Key {
  readonly keys: readonly string[];
  readonly shown: string;
  readonly does: string;
  readonly command: Command;
}

/** One list for what happens and for what `?` shows. */
export const keyList: readonly Key[] = [
  { keys: ["ArrowUp"], shown: "↑", does: "select the frame above", command: { walk: "up" } },
  { keys: ["ArrowDown"], shown: "↓", does: "select the frame below", command: { walk: "down" } },
  { keys: ["ArrowLeft"], shown: "←", does: "select the frame to the left", command: { walk: "left" } },
  { keys: ["ArrowRight"], shown: "→", does: "select the frame to the right", command: { walk: "right" } },
  { keys: ["Enter"], shown: "Enter, click", does: "zoom to the frame", command: "zoom" },
  { keys: ["Backspace"], shown: "Backspace", does: "back to the zoom before", command: "back" },
  { keys: ["Escape"], shown: "Escape", does: "close, clear the search, or back", command: "leave" },
  { keys: ["Home", "0"], shown: "Home", does: "show all", command: "all" },
  { keys: ["/"], shown: "/", does: "search for text, or for a regular expression", command: "search" },
  { keys: ["n"], shown: "n", does: "next match", command: "next" },
  { keys: ["N", "p"], shown: "p", does: "previous match", command: "previous" },
  { keys: ["s"], shown: "s", does: "callers and callees of the function", command: "sandwich" },
  { keys: ["f"], shown: "f", does: "focus: only what the function calls, from everywhere", command: "focus" },
  { keys: ["h"], shown: "h", does: "hide the stacks with the function", command: "hide" },
  { keys: ["m"], shown: "m", does: "merge the function into its callers", command: "merge" },
  { keys: ["u"], shown: "u", does: "undo focus, hide or merge", command: "undo" },
  { keys: ["c"], shown: "c", does: "copy the name", command: "copyFrame" },
  { keys: ["C"], shown: "Shift+c", does: "copy the stack", command: "copyStack" },
  { keys: ["g"], shown: "g", does: "other colours", command: "palette" },
  { keys: ["r"], shown: "r", does: "call tree", command: "tree" },
  { keys: ["t"], shown: "t", does: "table of the top functions", command: "table" },
  { keys: ["i"], shown: "i", does: "root at the top or at the bottom", command: "flip" },
  { keys: ["?"], shown: "?", does: "this list", command: "keys" },
];

export function commandOf(event: KeyboardEvent): Command | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  return keyList.find(({ keys }) => keys.includes(event.key))?.command;
}

/** The arrows go where they point, whichever way the graph stands. */
export function directionOf(walk: "up" | "down" | "left" | "right", rootAt: "bottom" | "top"): Direction {
  if (walk === "left" || walk === "right") return walk;
  return (walk === "up") === (rootAt === "bottom") ? "callee" : "caller";
}
