import { type Document, isScalar, type LineCounter, type Node, type Scalar } from "yaml";
import type { Position } from "../errors.ts";
import { writtenOffsets } from "./written-offset.ts";

/** A longer line is not shown: a file without line breaks would fill the terminal with each error. */
const maxExcerpt = 400;

export type Path = readonly (string | number)[];

/** Tells where in a YAML file the parts of its value stand. */
export class SourceMap {
  readonly #file: string;
  readonly #text: string;
  readonly #lines: LineCounter;
  readonly #document: Document | undefined;
  readonly #written = new WeakMap<Node, readonly number[]>();

  constructor(file: string, text: string, lines: LineCounter, document?: Document) {
    this.#file = file;
    this.#text = text;
    this.#lines = lines;
    this.#document = document;
  }

  /** Where a span of the text stands; both ends as offsets into it. */
  at(start: number, end = start + 1): Position {
    const { line, col } = this.#lines.linePos(start);
    const lineStart = this.#lines.lineStarts[line - 1] ?? 0;
    const newline = this.#text.indexOf("\n", lineStart);
    const lineEnd = newline < 0 ? this.#text.length : newline;
    const place = { file: this.#file, line, column: col, length: Math.max(Math.min(end, lineEnd) - start, 1) };
    if (lineEnd - lineStart > maxExcerpt) return place;
    return { ...place, excerpt: this.#text.slice(lineStart, lineEnd).replace(/\r$/, "") };
  }

  /** Where the value at a path stands; where there is none, the nearest that holds it. */
  value(path: Path): Position {
    for (let length = path.length; length >= 0; length--) {
      const range = this.#node(path.slice(0, length))?.range;
      if (range) return this.at(range[0], range[1]);
    }
    return this.at(0);
  }

  /** Where the key stands that leads to the value at a path. */
  key(path: Path): Position {
    const parent = this.#node(path.slice(0, -1));
    if (parent && "items" in parent) {
      for (const item of parent.items as { key?: Node }[]) {
        if (isScalar(item.key) && item.key.value === path.at(-1) && item.key.range)
          return this.at(item.key.range[0], item.key.range[1]);
      }
    }
    return this.value(path);
  }

  /** Where a span of the text that a scalar stands for was written: through quotes, block indentation and folding. */
  within(path: Path, start: number, end: number): Position {
    const node = this.#node(path);
    if (!isScalar(node) || !node.range || typeof node.value !== "string") return this.value(path);
    let offsets = this.#written.get(node);
    if (offsets === undefined) {
      offsets = writtenOffsets(this.#text, node as Scalar<string>);
      this.#written.set(node, offsets);
    }
    const from = offsets[start] ?? node.range[0];
    return this.at(from, end > start ? (offsets[end - 1] ?? from) + 1 : from + 1);
  }

  #node(path: Path): Node | undefined {
    return (path.length === 0 ? this.#document?.contents : this.#document?.getIn(path, true)) as Node | undefined;
  }
}
