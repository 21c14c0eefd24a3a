import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { errorCodes } from "../../src/errors.ts";

const sections = readFileSync("docs/errors.md", "utf8").split(/^## /m).slice(1);
const titles = sections.map((section) => section.slice(0, section.indexOf("\n")));

describe("docs/errors.md", () => {
  test("has a section for every code, in the order of the codes, and no other", () => {
    expect(titles).toEqual([...errorCodes]);
  });

  test.each(sections.map((text, at) => ({ code: titles[at], text })))(
    "$code: what it means, what it looks like, what to do",
    ({ code, text }) => {
      expect(text).toMatch(
        new RegExp(`^${code}\\n\\n.{20,}\\n\\n\`\`\`text\\nerror ${code}: .+?\`\`\`\\n\\n.{10,}`, "s"),
      );
    },
  );
});
