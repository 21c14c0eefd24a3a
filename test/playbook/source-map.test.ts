import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Document, isScalar, LineCounter, parseDocument, Scalar } from "yaml";
import { SourceMap } from "../../src/playbook/source-map.ts";

function mapOf(text: string): SourceMap {
  const lines = new LineCounter();
  return new SourceMap("a.yaml", text, lines, parseDocument(text, { lineCounter: lines }));
}

/** What the caret underlines. */
function underlined({ excerpt = "", column, length = 1 }: ReturnType<SourceMap["at"]>): string {
  return excerpt.slice(column - 1, column - 1 + length);
}

describe("places", () => {
  const source = mapOf(
    "spec:\n  steps:\n    - id: cpu\n      tool: mpstat # a comment\n    - { id: two, with: {} }\nlast: x\n",
  );
  test.each([
    [["spec", "steps", 0, "id"], 3, 11, "cpu"],
    [["spec", "steps", 0, "tool"], 4, 13, "mpstat"],
    [["spec", "steps", 1, "with"], 5, 24, "{}"],
    [["spec", "steps", 1], 5, 7, "{ id: two, with: {} }"],
    [["spec", "steps", 0], 3, 7, "id: cpu"],
    [["spec", "steps", 0, "nothing"], 3, 7, "id: cpu"],
    [["nothing", "at", "all"], 1, 1, "spec:"],
    [["last"], 6, 7, "x"],
  ])("of the value at %j", (path, line, column, text) => {
    const at = source.value(path);
    expect({ line: at.line, column: at.column, text: underlined(at) }).toEqual({ line, column, text });
  });

  test("of a key, and of its value where there is no such key", () => {
    expect(underlined(source.key(["spec", "steps", 0, "tool"]))).toBe("tool");
    expect(underlined(source.key(["spec", "steps", 1, "with"]))).toBe("with");
    expect(underlined(source.key(["spec", "steps", 0, "nothing"]))).toBe("id: cpu");
  });

  test("a line of any length has a place, a long one no excerpt", () => {
    const at = mapOf(`a: ${"x".repeat(1000)}\n`).value(["a"]);
    expect(at).toMatchObject({ line: 1, column: 4 });
    expect(at).not.toHaveProperty("excerpt");
  });

  test("line ends of Windows are no part of a line", () => {
    expect(mapOf("a: 1\r\nb: two\r\n").value(["b"])).toMatchObject({
      line: 2,
      column: 4,
      excerpt: "b: two",
      length: 3,
    });
  });
});

describe("within a text", () => {
  const cases: [string, string][] = [
    ["plain", "a: one two\n    three\n"],
    ["single quotes", "a: 'it''s one\n  two\n\n  three'\n"],
    ["double quotes", 'a: "\\"one\\" \\x41 \\u00e9 \\U0001f525 two\\\n  \\ go\\tes\n  three"\n'],
    ["literal", "a: |\n  one\n    two\n\n  three\n"],
    ["literal with an indicator", "a: |2-\n    one\n  three\n"],
    ["literal with a comment", "a: | # why\n  one\n  three\n"],
    ["folded", "a: >-\n  one\n  two\n\n\n  two\n    more\n  three\n"],
    ["folded after blank lines", "a: >\n\n\n  one\n\n  three\n"],
    ["Windows", "a: >\r\n  one\r\n  two\r\n\r\n  three\r\n"],
  ];
  test.each(cases)("%s: a word is found where it stands", (_style, text) => {
    const source = mapOf(text);
    const { value } = parseDocument(text).get("a", true) as Scalar<string>;
    for (const word of ["one", "three"]) {
      const start = value.indexOf(word);
      if (start >= 0) expect(underlined(source.within(["a"], start, start + word.length))).toBe(word);
    }
    expect(source.within(["a"], value.length, value.length).line).toBeLessThanOrEqual(text.split("\n").length);
  });

  test("an escape is underlined from its backslash", () => {
    expect(mapOf('a: "x \\u0041 y"\n').within(["a"], 2, 3)).toMatchObject({ column: 7 });
  });

  test("every character of any text is found, however it is written", () => {
    const words = fc.array(
      fc.constantFrom("a", "bc", " ", "  ", "\n", "\n\n", "\t", "'", '"', "\\", "#", ": ", "é", "🔥", "$", "{{", "-"),
      { maxLength: 40 },
    );
    const styles = fc.constantFrom(
      Scalar.PLAIN,
      Scalar.QUOTE_SINGLE,
      Scalar.QUOTE_DOUBLE,
      Scalar.BLOCK_LITERAL,
      Scalar.BLOCK_FOLDED,
    );
    fc.assert(
      fc.property(words, styles, fc.constantFrom(20, 80), (parts, style, lineWidth) => {
        const scalar = new Scalar(parts.join(""));
        scalar.type = style;
        const text = new Document({ list: [{ a: scalar }] }).toString({ lineWidth });
        // Where the writer folds a line within a surrogate pair, the file is no text any more.
        fc.pre(text.isWellFormed());
        const source = mapOf(text);
        const node = parseDocument(text).getIn(["list", 0, "a"], true);
        if (!isScalar(node) || typeof node.value !== "string") return;
        for (const [index, character] of [...node.value.matchAll(/[^ \t\n\r]/gu)].map(
          (match) => [match.index, match[0]] as const,
        )) {
          const at = source.within(["list", 0, "a"], index, index + character.length);
          const written = at.excerpt?.slice(at.column - 1) ?? "";
          const expected =
            node.type === "QUOTE_DOUBLE" && written.startsWith("\\")
              ? JSON.parse(`"${/^\\(u....|.)/.exec(written)?.[0]}"`)
              : written.slice(0, character.length);
          expect(expected).toBe(character);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
