import { frameKind } from "../frame-kind.ts";
import { frameClass } from "../palette.ts";
import type { Graph } from "./graph.ts";

/** Colours as the page's style gives them at this moment. */
export interface Colours {
  /** Per name index. */
  readonly fill: readonly string[];
  /** 1 per name that is hatched. */
  readonly isHatched: Uint8Array;
  /** 1 per name whose self weight means nothing. */
  readonly isPruned: Uint8Array;
  readonly root: string;
  readonly text: string;
  readonly hatch: string;
  readonly foot: string;
  readonly mark: string;
  readonly match: string;
  readonly background: string;
}

export function readColours({ columns }: Graph, element: Element): Colours {
  const style = getComputedStyle(element);
  const colour = (key: string) => style.getPropertyValue(`--flame-${key}`).trim();
  const kinds = columns.names.map(frameKind);
  return {
    fill: columns.names.map((name) => colour(frameClass(name, 1))),
    isHatched: Uint8Array.from(kinds, (kind) => (kind === "unresolved" ? 1 : 0)),
    isPruned: Uint8Array.from(kinds, (kind) => (kind === "pruned" ? 1 : 0)),
    root: colour("root-0"),
    text: colour("text"),
    hatch: colour("hatch"),
    foot: colour("foot"),
    mark: colour("mark"),
    match: colour("match"),
    background: colour("background"),
  };
}
