import { isScalar, LineCounter, type Document, type Node, type Scalar } from "yaml";
import type { Position } from "../errors.ts";

export type Path = readonly (string | number)[];

/** Tells where in a YAML file the parts of its value stand. */
export class SourceMap {
  readonly #file: string;
  readonly #text: string;
  readonly #lines: LineCounter;
  readonly #document: Document | undefined;

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
    const excerpt = this.#text.slice(lineStart, lineEnd).replace(/\r$/, "");
    return { file: this.#file, line, column: col, length: Math.max(Math.min(end, lineEnd) - start, 1), excerpt };
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
        if (isScalar(item.key) && item.key.value === path.at(-1) && item.key.range) return this.at(item.key.range[0], item.key.range[1]);
      }
    }
    return this.value(path);
  }

  /** Where a span of the text that a scalar stands for was written: through quotes, block indentation and folding. */
  within(path: Path, start: number, end: number): Position {
    const node = this.#node(path);
    if (!isScalar(node) || !node.range || typeof node.value !== "string") return this.value(path);
    const offset = writtenOffset(this.#text, node as Scalar<string>, start);
    return offset === undefined ? this.value(path) : this.at(offset, offset + Math.max(end - start, 1));
  }

  #node(path: Path): Node | undefined {
    return (path.length === 0 ? this.#document?.contents : this.#document?.getIn(path, true)) as Node | undefined;
  }
}

/**
 * Walks the written text and the value side by side; line breaks with their indentation stand for one blank or
 * newline. @returns undefined where they part, at an escape.
 */
function writtenOffset(text: string, node: Scalar<string>, wanted: number): number | undefined {
  const [start, end] = node.range ?? [0, 0];
  let written = start;
  if (node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE") written++;
  if (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED") {
    written = text.indexOf("\n", start) + 1;
    while (text[written] === " ") written++;
  }
  for (let index = 0; index < wanted; index++) {
    if (written >= end) return undefined;
    if (text[written] === node.value[index] && text[written] !== "\n") {
      written++;
      continue;
    }
    if (!/\s/.test(node.value[index] ?? "") || !/\s/.test(text[written] ?? "")) return undefined;
    while (/\s/.test(text[written] ?? "")) written++;
  }
  return written;
}
