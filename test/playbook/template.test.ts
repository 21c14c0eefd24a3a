import fc from "fast-check";
import { expect, test } from "vitest";
import { splitTemplate, wholeExpression } from "../../src/playbook/expression/template.ts";

/** A template's parts: texts as they are, expressions with the place where they begin. */
function partsOf(text: string) {
  return splitTemplate(text).parts.map((part) => (part.kind === "text" ? part.text : [part.start, part.source]));
}

test.each<[string, readonly (string | readonly [number, string])[]]>([
  ["", []],
  ["plain text with $ and { and }}", ["plain text with $ and { and }}"]],
  ["${{ a.b }}", [[4, "a.b"]]],
  ["${{a.b}}", [[3, "a.b"]]],
  ["At ${{ a.b }} of ${{  a.c\n}}.", ["At ", [7, "a.b"], " of ", [22, "a.c"], "."]],
  [
    "${{ a }}${{ b }}",
    [
      [4, "a"],
      [12, "b"],
    ],
  ],
  [`\${{ "}}" + '\\'}}' }} end`, [[4, `"}}" + '\\'}}'`], " end"]],
  ['${{ "${{" }}', [[4, '"${{"']]],
  ["${{ {'a': {'b': 1}}.a.b }} end", [[4, "{'a': {'b': 1}}.a.b"], " end"]],
  ["${{ }}", [[4, ""]]],
])("%j", (text, parts) => {
  expect(partsOf(text)).toEqual(parts);
  expect(splitTemplate(text).unclosedAt).toBeUndefined();
});

test.each([
  ["${{", 0],
  ["a ${{ b", 2],
  ["a ${{ b }", 2],
  ["${{ a }} ${{ 'b }}", 9],
  ["${{ {'a': 1 }}", 0],
])("%j is never closed", (text, at) => {
  expect(splitTemplate(text).unclosedAt).toBe(at);
});

test("an expression alone keeps the type of its value", () => {
  expect(wholeExpression("${{ params.duration }}")).toMatchObject({ source: "params.duration", start: 4 });
  expect(wholeExpression("${{ params.duration }} ")).toBeUndefined();
  expect(wholeExpression("params.duration")).toBeUndefined();
  expect(wholeExpression("${{ a }}${{ b }}")).toBeUndefined();
});

test("of any text nothing is lost: what is no expression is as it was, and the places are right", () => {
  const piece = fc.constantFrom("${{", "}}", "{", "}", "'", '"', "\\", "a", " ", "$", "\n", "é");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join("");
      const { parts, unclosedAt = text.length } = splitTemplate(text);
      for (const part of parts) {
        if (part.kind === "text") expect(text).toContain(part.text);
        else expect(text.startsWith(part.source, part.start)).toBe(true);
      }
      const texts = parts.flatMap((part) => (part.kind === "text" ? [part.text] : []));
      if (!text.includes("${{")) expect(texts.join("")).toBe(text);
      expect(unclosedAt === text.length || text.startsWith("${{", unclosedAt)).toBe(true);
    }),
  );
});
