import { changeClass } from "../diff/change.ts";
import { frameKind, frameLabel } from "../frame-kind.ts";
import { frameClass, hash, packageOf } from "../palette.ts";
import { type Graph, pairOf } from "./graph.ts";

/** What a frame's colour tells. */
export type Scheme = "kind" | "package" | "safe" | "change";

export const schemes: Readonly<Record<Scheme, string>> = {
  kind: "user, kernel, JIT",
  package: "package",
  safe: "kind, colour-blind safe",
  change: "change",
};

/** Colours as the page's style gives them at this moment. */
export interface Colours {
  readonly fillOf: (row: number) => string;
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

export function readColours(graph: Graph, scheme: Scheme, element: Element): Colours {
  const { columns, diff } = graph;
  const style = getComputedStyle(element);
  const known = new Map<string, string>();
  const colour = (key: string) => {
    const value = known.get(key) ?? style.getPropertyValue(`--flame-${key}`).trim();
    known.set(key, value);
    return value;
  };
  const kinds = columns.names.map(frameKind);
  const isDark = matchMedia("(prefers-color-scheme: dark) and (not print)").matches;
  const fill = columns.names.map((name, index) => {
    const kind = kinds[index]!;
    const isPlain = kind === "user" || kind === "kernel" || kind === "jit";
    if (scheme === "package" && isPlain) return packageColour(packageOf(frameLabel(name)), isDark);
    if (scheme === "safe" && isPlain) return colour(`safe-${kind}`);
    return colour(frameClass(name, 1));
  });
  return {
    fillOf:
      scheme === "change" && diff
        ? (row) => colour(changeClass(pairOf(graph, row), diff.whole))
        : (row) => fill[columns.name[row]!]!,
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

/** Any hue; the lightness leaves the text its contrast. */
function packageColour(name: string, isDark: boolean): string {
  const value = hash(name);
  const hue = value % 360;
  const shade = (value >>> 9) % 8;
  return isDark ? `hsl(${hue} 38% ${24 + shade / 2}%)` : `hsl(${hue} 58% ${76 + shade}%)`;
}
