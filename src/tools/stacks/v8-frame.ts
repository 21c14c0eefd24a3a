import { unknownFrame } from "./frame.ts";

/** Where a function stands, as V8's profiler says it; lines and columns count from 0 (Chrome DevTools Protocol, Runtime.CallFrame). */
export interface V8CallFrame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/**
 * In the words of V8's perf map: `priceOf /srv/shop.js:2:17`. What V8 itself does has no place: `(program)`,
 * `(garbage collector)`, `(idle)`.
 */
export function v8Frame({ functionName, url, lineNumber, columnNumber }: V8CallFrame): string {
  const name = functionName || "(anonymous)";
  const file = url.replace(/^file:\/\//, "");
  return file === "" ? name : `${name} ${file}:${lineNumber + 1}:${columnNumber + 1}`;
}

/** V8 names what it does itself in brackets; all else is JavaScript. */
export function markedV8Frame(name: string): string {
  return /^\((?:program|garbage collector|idle)\)$/.test(name) || name === unknownFrame ? name : `${name}_[j]`;
}
