import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { harmless, inAscii } from "../../../src/report/safe-text/terminal.ts";

describe("text from a node, for a terminal", () => {
  test("shows what would act: escapes, bells, backspaces, directions", () => {
    expect(harmless("\x1b]0;owned\x07")).toBe("␛]0;owned␇");
    expect(harmless("\x9b31mred")).toBe("\ufffd31mred");
    expect(harmless("rm\b\bls")).toBe("rm␈␈ls");
    expect(harmless("gpj.\u202eexe")).toBe("gpj.\ufffdexe");
    expect(harmless("half \ud83d of it")).toBe("half \ufffd of it");
  });

  test("stays on its line, unless lines are wanted", () => {
    expect(harmless("one\r\ntwo\u2028three")).toBe("one␍␊two\ufffdthree");
    expect(harmless("one\r\ntwo\rthree\n", { lines: true })).toBe("one\ntwo␍three\n");
    expect(harmless("pid\tcomm\n42\tjava", { lines: true })).toBe("pid     comm\n42      java");
  });

  test("leaves names of every script as they are", () => {
    for (const name of ["java", "größe", "キャッシュ::挿入", "std::vec<T>::push", "[unknown]", "🦀"])
      expect(harmless(name)).toBe(name);
  });

  test("is spelt where a terminal knows ASCII only", () => {
    expect(inAscii("cache_insert ← main: 3.4\u202fMiB ± 0.1, 20–40\u202fµs …")).toBe(
      "cache_insert <- main: 3.4 MiB +/- 0.1, 20-40 us ...",
    );
    expect(inAscii("é🦀")).toBe("\\u{e9}\\u{1f980}");
  });

  test("never carries a control character, whatever was given", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(harmless(text)).not.toMatch(/[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/);
        expect(harmless(text, { lines: true })).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/);
        expect(harmless(text).isWellFormed()).toBe(true);
        expect(inAscii(harmless(text))).toMatch(/^[\x20-\x7e]*$/);
      }),
      { numRuns: 2000 },
    );
  });
});
