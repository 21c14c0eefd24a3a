import { type FrameKind, frameKind } from "./frame-kind.ts";

/** Fills of one colour scheme; a function keeps its shade of its kind everywhere. All carry `text` with AA contrast. */
export interface Palette {
  readonly fills: Readonly<Record<FrameKind, readonly string[]>>;
  readonly text: string;
  /** Lines of the hatching over unresolved frames. */
  readonly hatch: string;
  /** Foot of a frame, over its fill: self weight. */
  readonly foot: string;
  /** Outline of the path that the verdict names. */
  readonly mark: string;
  /** Fill of what a search finds. */
  readonly match: string;
  /** Of a diff, weak to strong. Orange and blue: told apart by every kind of colour blindness. */
  readonly more: readonly string[];
  readonly less: readonly string[];
  readonly same: string;
  /** By kind, for who does not tell red from green. */
  readonly safe: Readonly<Record<"user" | "kernel" | "jit", string>>;
  readonly background: string;
  readonly quiet: string;
}

export const light: Palette = {
  fills: {
    root: ["#e3ddd3"],
    user: ["#f3a35c", "#f5b268", "#f7c179", "#f0955a", "#f8cf8d", "#ec895c"],
    kernel: ["#9cbfe3", "#8db3db", "#aecdea", "#a0b8e6"],
    jit: ["#a3cf99", "#92c48b", "#b4d9a9"],
    unresolved: ["#d4d4d1"],
    pruned: ["#e9e9e6"],
  },
  text: "#1d1a16",
  hatch: "#b9b9b4",
  foot: "rgb(90 30 0 / 0.34)",
  mark: "#1d1a16",
  match: "#d9a3e8",
  more: ["#fbe3cd", "#f6bd8b", "#ee9350"],
  less: ["#d9e8f6", "#a9cdec", "#76b0e0"],
  same: "#e8e6e1",
  safe: { user: "#f0c66a", kernel: "#85b9e6", jit: "#dfd5f2" },
  background: "#ffffff",
  quiet: "#5e5b55",
};

export const dark: Palette = {
  fills: {
    root: ["#45413b"],
    user: ["#8c4a1d", "#93561f", "#885e1f", "#83401e", "#7a6221", "#7a3620"],
    kernel: ["#33577f", "#2b4d74", "#3c628c", "#3b5488"],
    jit: ["#3a6a37", "#326033", "#457240"],
    unresolved: ["#505055"],
    pruned: ["#36363a"],
  },
  text: "#fbf3ea",
  hatch: "#65656b",
  foot: "rgb(255 214 170 / 0.38)",
  mark: "#fbf3ea",
  match: "#7d3f91",
  more: ["#57412f", "#7a4a20", "#9a4f12"],
  less: ["#33414f", "#2f5375", "#2a6299"],
  same: "#3a3936",
  safe: { user: "#75591a", kernel: "#27598a", jit: "#5d5377" },
  background: "#18181a",
  quiet: "#a9a59d",
};

/** Class of a frame in the SVG and key of its colour in the page: kind and shade, such as `user-3`. */
export function frameClass(name: string, depth: number): string {
  const kind = depth === 0 ? "root" : frameKind(name);
  return `${kind}-${hash(name) % light.fills[kind].length}`;
}

/** The custom properties that both the SVG and the viewer take their colours from. */
export function paletteProperties(palette: Palette): string {
  const fills = Object.entries(palette.fills).flatMap(([kind, shades]) =>
    shades.map((colour, i) => `--flame-${kind}-${i}:${colour}`),
  );
  const others = (["text", "hatch", "foot", "mark", "match", "background", "quiet"] as const).map(
    (key) => `--flame-${key}:${palette[key]}`,
  );
  const changes = [...palette.more.map((colour, i) => `--flame-more-${i}:${colour}`)];
  changes.push(...palette.less.map((colour, i) => `--flame-less-${i}:${colour}`), `--flame-same:${palette.same}`);
  const safe = Object.entries(palette.safe).map(([kind, colour]) => `--flame-safe-${kind}:${colour}`);
  return [...fills, ...others, ...changes, ...safe].join(";");
}

/** The package, module, library or folder of a function, as far as its name tells; the name itself where it does not. */
export function packageOf(name: string): string {
  const path = /^(?:\S*[/\\])?([^/\\\s]+)[/\\][^/\\]+$/.exec(name)?.[1];
  const bare = name.replace(/^[<&*\s]+/, "");
  const dotted = /^[\w$]+(?:\.[\w$]+)(?=\.)/.exec(bare)?.[0];
  return path ?? /^[\w$]+(?=::)/.exec(bare)?.[0] ?? dotted ?? /^[\w$]+(?=[._:])/.exec(bare)?.[0] ?? name;
}

export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value ^ (value >>> 15)) >>> 0;
}
