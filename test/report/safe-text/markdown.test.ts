import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { markdownCode, markdownPath, markdownText } from "../../../src/report/safe-text/markdown.ts";

describe("text from a node, for Markdown", () => {
  test.each([
    ["<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"],
    ["![x](http://evil/a.png)", "!\\[x\\](http\\://evil/a.png)"],
    ["a|b", "a\\|b"],
    ["`rm`", "\\`rm\\`"],
    ["# not a heading", "\\# not a heading"],
    ["1. not a list", "1\\. not a list"],
    ["- not a list", "\\- not a list"],
    ["1.5 GiB", "1.5 GiB"],
    ["cache_insert ← main", "cache_insert ← main"],
    ["__init__", "\\_\\_init\\_\\_"],
    ["**bold** ~~gone~~ $x$", "\\*\\*bold\\*\\* \\~\\~gone\\~\\~ \\$x\\$"],
    ["&lt;b&gt;", "&amp;lt;b&amp;gt;"],
    ["\x1b[31mred\nnext", "␛\\[31mred next"],
    ["mail root@host or www.evil.example", "mail root\\@host or www\\.evil.example"],
  ])("%j is written %j", (text, expected) => expect(markdownText(text)).toBe(expected));

  test("is one line without anything that could begin HTML, a link, a cell or code", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.string({ unit: fc.constantFrom(..."\\`*_[]()<>|&;#!-+=~$:/@.\n a1") }),
        ),
        (text) => {
          const written = markdownText(text);
          expect(written).not.toMatch(/[\n\r\0-\x1f]/);
          expect(written.replace(/\\[!-/:-@[-`{-~]/g, "")).not.toMatch(/[<>|`[\]*~$\\]/);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("stays within its code span, and within its cell", () => {
    expect(markdownCode("a`b")).toBe("``a`b``");
    expect(markdownCode("`")).toBe("`` ` ``");
    expect(markdownCode("std::pair<int|char>", { inTable: true })).toBe("`std::pair<int\\|char>`");
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."`\\|<a \n") }), (text) => {
        const written = markdownCode(text, { inTable: true });
        if (written === "") return;
        const fence = /^`+/.exec(written)?.[0] ?? "";
        const inside = written.slice(fence.length, -fence.length);
        expect(inside.split(/(?<!`)(?=`)/).every((run) => /^`*/.exec(run)?.[0].length !== fence.length)).toBe(true);
        // As GFM's scanner of cells reads it: an escaped character is one, and a bar alone ends the cell.
        expect(inside.replace(/\\[\\|`]/g, "")).not.toContain("|");
      }),
      { numRuns: 2000 },
    );
  });

  test("is a path that leads nowhere else", () => {
    expect(markdownPath("steps/a b/(x).stdout")).toBe("steps/a%20b/%28x%29.stdout");
    expect(markdownPath("javascript:alert(1)")).toBe("javascript%3Aalert%281%29");
  });
});
