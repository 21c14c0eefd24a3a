import { LineCounter, parseDocument, type Document } from "yaml";
import { DiagError } from "../errors.ts";
import { SourceMap } from "./source-map.ts";

export interface ParsedYaml {
  readonly value: unknown;
  readonly source: SourceMap;
  readonly errors: readonly DiagError[];
}

/** A playbook is written by hand; nobody writes a megabyte. */
const maxBytes = 1024 * 1024;
/** A playbook may reuse a part of itself; this many times is a bomb (the count of nodes that aliases bring in). */
const maxAliasCount = 100;
const maxErrors = 50;

/** Text → plain value, with where everything stands. Errors are collected; on any the value must not be used. */
export function parseYaml(bytes: Uint8Array, file: string): ParsedYaml {
  const lines = new LineCounter();
  const failed = (error: DiagError): ParsedYaml => ({ value: undefined, source: new SourceMap(file, "", lines), errors: [error] });
  if (bytes.byteLength > maxBytes) {
    return failed(
      new DiagError("playbook-too-large", `${file} has ${bytes.byteLength} bytes; a playbook has at most ${maxBytes}`, {
        hint: "Is it the right file?",
      }),
    );
  }
  const text = decode(bytes);
  if (text === undefined) {
    return failed(
      new DiagError("playbook-unreadable", `${file} is not UTF-8 text`, { hint: "Save it as UTF-8, without NUL bytes. Is it the right file?" }),
    );
  }
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true, uniqueKeys: true });
  const source = new SourceMap(file, text, lines, document);
  const errors = [...document.errors, ...document.warnings].slice(0, maxErrors).map(
    ({ message, pos }) => new DiagError("yaml-syntax", firstLine(message), { at: source.at(pos[0], pos[1]), hint: hintFor(message) }),
  );
  if (errors.length > 0) return { value: undefined, source, errors };
  return toValue(document, source, file);
}

function toValue(document: Document, source: SourceMap, file: string): ParsedYaml {
  try {
    return { value: document.toJS({ maxAliasCount }), source, errors: [] };
  } catch (cause) {
    const error = new DiagError("yaml-alias", `${file} multiplies itself by aliases: ${firstLine((cause as Error).message)}`, {
      cause,
      at: source.at(0),
      hint: "Write the parts out instead of *alias.",
    });
    return { value: undefined, source, errors: [error] };
  }
}

function decode(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function firstLine(text: string): string {
  return text.split("\n")[0]?.replace(/[.:]$/, "") ?? text;
}

function hintFor(message: string): string {
  if (message.includes("Map keys must be unique")) return "Remove one of the two.";
  if (message.includes("multiple documents")) return "A file holds one playbook; remove the `---` and what follows.";
  return "Put texts that hold `: `, `#` or start with `{`, `[`, `*`, `&`, `!`, `%`, `@` in quotes.";
}
