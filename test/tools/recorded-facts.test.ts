import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tools } from "../../src/tools/registry.ts";
import { checkFacts } from "../fuzz/check-facts.ts";
import { contextOf, recordings } from "./recording.ts";

describe.each(tools.flatMap((tool) => tool.variants.map((variant) => ({ tool, variant }))))(
  "$tool.name/$variant.name",
  ({ tool, variant }) => {
    it("has every fact that is not optional, of what it recorded", () => {
      for (const file of readdirSync(join(recordings, tool.name)).filter(
        (name) => name.startsWith(`${variant.name}-`) && name.endsWith(".stdout"),
      )) {
        const stdout = readFileSync(join(recordings, tool.name, file));
        const parsed = variant.parse({ stdout, stderr: "", partial: false }, contextOf());
        checkFacts(parsed, tool.facts);
        const required = Object.entries(tool.facts).filter(([, { optional }]) => optional !== true);
        if (Object.keys(parsed.facts).length > 0)
          expect(Object.keys(parsed.facts)).toEqual(expect.arrayContaining(required.map(([name]) => name)));
      }
    });
  },
);
