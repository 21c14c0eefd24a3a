import { Composer, type Document, isAlias, LineCounter, visit } from "yaml";
import { DiagError } from "../errors.ts";
import { maxBytes, tooLarge } from "./playbook-size.ts";
import { SourceMap } from "./source-map.ts";
import { yamlErrors } from "./yaml-errors.ts";
import { yamlTokens } from "./yaml-tokens.ts";

export interface ParsedYaml {
  readonly value: unknown;
  readonly source: SourceMap;
  readonly errors: readonly DiagError[];
}

/** A playbook may reuse a part of itself; this many times is a bomb (the count of nodes that aliases bring in). */
const maxAliasCount = 100;

/** Text → plain value, with where everything stands. Errors are collected; on any the value must not be used. */
export function parseYaml(bytes: Uint8Array, file: string): ParsedYaml {
  const lines = new LineCounter();
  const failed = (error: DiagError): ParsedYaml => ({
    value: undefined,
    source: new SourceMap(file, "", lines),
    errors: [error],
  });
  if (bytes.byteLength > maxBytes) return failed(tooLarge(file, bytes.byteLength));
  const text = decode(bytes);
  if (text === undefined) {
    return failed(
      new DiagError("playbook-unreadable", `${file} is not UTF-8 text`, {
        hint: "Save it as UTF-8, without NUL bytes. Is it the right file?",
      }),
    );
  }
  const read = yamlTokens(text, lines);
  if (!read.ok) {
    const at = new SourceMap(file, text, lines).at(read.offset);
    return failed(
      new DiagError("playbook-too-large", `${file} has ${read.message}`, { at, hint: "Is it the right file?" }),
    );
  }
  // Tags that YAML 1.1 knows (!!binary, !!set) would bring values that no playbook has.
  const composer = new Composer({ prettyErrors: false, stringKeys: true, uniqueKeys: true, resolveKnownTags: false });
  const [document, second] = composer.compose(read.tokens, true, text.length);
  if (document === undefined) throw new Error("yaml composed no document");
  const source = new SourceMap(file, text, lines, document);
  const errors = yamlErrors(document, text, source);
  if (second !== undefined) {
    errors.push(
      new DiagError("yaml-syntax", "A second document begins here", {
        at: source.at(second.range[0]),
        hint: "A file holds one playbook: remove the `---` and what follows.",
      }),
    );
  }
  if (errors.length > 0) return { value: undefined, source, errors };
  return toValue(document, source, file);
}

function toValue(document: Document, source: SourceMap, file: string): ParsedYaml {
  const alias = aliasOf(document, source);
  if (alias.unresolved.length > 0) return { value: undefined, source, errors: alias.unresolved };
  try {
    return { value: document.toJS({ maxAliasCount }), source, errors: [] };
  } catch (cause) {
    const error = new DiagError("yaml-alias", `${file} multiplies itself by aliases`, {
      cause,
      at: source.at(...alias.first),
      hint: "Write the parts out instead of *alias.",
    });
    return { value: undefined, source, errors: [error] };
  }
}

/** Where the first alias stands, and the aliases that name no anchor above them. */
function aliasOf(
  document: Document,
  source: SourceMap,
): { readonly first: [number, number]; readonly unresolved: readonly DiagError[] } {
  const unresolved: DiagError[] = [];
  const anchors = new Set<string>();
  let first: [number, number] | undefined;
  visit(document, {
    Node(_key, node) {
      if (!isAlias(node)) {
        if (node.anchor) anchors.add(node.anchor);
        return;
      }
      const [start, end] = node.range ?? [0, 1];
      first ??= [start, end];
      if (anchors.has(node.source)) return;
      unresolved.push(
        new DiagError("yaml-alias", `\`*${node.source}\` names no anchor above it`, {
          at: source.at(start, end),
          hint: `Write \`&${node.source}\` before the value that it stands for, or put the text in quotes.`,
        }),
      );
    },
  });
  return { first: first ?? [0, 1], unresolved };
}

function decode(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
