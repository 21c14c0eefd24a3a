import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ParseSpec } from "../../src/documents/plan.generated.ts";
import type { FactDeclaration, ParsedFact } from "../../src/tools/fact-declaration.ts";
import { knownError } from "../../src/tools/known-error.ts";
import { containerId } from "../../src/tools/process/container-id.ts";
import { factsOf, parseRaw } from "../../src/tools/raw/parse-raw.ts";
import { tools } from "../../src/tools/registry.ts";
import type { Parsed } from "../../src/tools/tool.ts";
import { contextOf, recordings } from "./recording.ts";

/** Real output is where the parsers' branches are: bytes of it are cut, doubled and overwritten. */
function damaged(seeds: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const noise = fc.uint8Array({ maxLength: 40 });
  const pieces = fc.array(
    fc
      .tuple(fc.nat({ max: Math.max(0, seeds.length - 1) }), fc.nat(), fc.nat({ max: 400 }), noise)
      .map(([seed, from, length, bytes]) => {
        const source = seeds[seed] ?? new Uint8Array();
        const start = source.length === 0 ? 0 : from % source.length;
        return Buffer.concat([source.subarray(start, start + length), bytes]);
      }),
    { maxLength: 6 },
  );
  return fc.oneof(
    fc.uint8Array({ maxLength: 500 }),
    pieces.map((list) => Buffer.concat(list)),
  );
}

const seedsOf = (tool: string, variant: string): Uint8Array[] =>
  readdirSync(join(recordings, tool))
    .filter((file) => file.startsWith(`${variant}-`) && file.endsWith(".stdout"))
    .map((file) => readFileSync(join(recordings, tool, file)));

function check(parsed: Parsed, declared: Readonly<Record<string, FactDeclaration>>): void {
  for (const [name, fact] of Object.entries(parsed.facts)) {
    expect(declared[name]?.kind).toBe(fact.kind);
    expect(numbersOf(fact).every((value) => Number.isFinite(value))).toBe(true);
    if (fact.kind === "table") expect(fact.rows.every((row) => row.length === fact.columns.length)).toBe(true);
    if (fact.kind === "histogram") expect(fact.buckets).toEqual(fact.buckets.toSorted((a, b) => a.low - b.low));
    const unit = declared[name];
    if (unit !== undefined && "unit" in unit && unit.unit !== undefined && "unit" in fact)
      expect(fact.unit).toBe(unit.unit);
  }
}

function numbersOf(fact: ParsedFact): number[] {
  switch (fact.kind) {
    case "number":
      return [fact.value];
    case "series":
      return fact.points.flat();
    case "histogram":
      return fact.buckets.flatMap(({ low, high, count }) => [low, high, count]);
    case "histogram-series":
      return fact.intervals.flatMap(({ from, to, buckets }) => [
        from,
        to,
        ...buckets.flatMap(({ low, high, count }) => [low, high, count]),
      ]);
    case "profile":
      return [...fact.folded.values()];
    case "table":
      return fact.rows.flat().filter((cell) => typeof cell === "number");
    default:
      return [];
  }
}

describe.each(tools.flatMap((tool) => tool.variants.map((variant) => ({ tool, variant }))))(
  "$tool.name/$variant.name",
  ({ tool, variant }) => {
    it("reads any bytes: no throw, only declared facts, finite numbers", () => {
      fc.assert(
        fc.property(damaged(seedsOf(tool.name, variant.name)), fc.string(), (stdout, stderr) => {
          check(
            variant.parse({ stdout, stderr, partial: stdout.length % 2 === 0 }, contextOf({ pids: [1] })),
            tool.facts,
          );
        }),
        { numRuns: 200 },
      );
    });

    it("has every fact that is not optional, of what it recorded", () => {
      for (const file of readdirSync(join(recordings, tool.name)).filter(
        (name) => name.startsWith(`${variant.name}-`) && name.endsWith(".stdout"),
      )) {
        const stdout = readFileSync(join(recordings, tool.name, file));
        const parsed = variant.parse({ stdout, stderr: "", partial: false }, contextOf());
        check(parsed, tool.facts);
        const required = Object.entries(tool.facts).filter(([, { optional }]) => optional !== true);
        if (Object.keys(parsed.facts).length > 0)
          expect(Object.keys(parsed.facts)).toEqual(expect.arrayContaining(required.map(([name]) => name)));
      }
    });
  },
);

const specs: readonly ParseSpec[] = [
  { as: "text" },
  { as: "json", facts: { a: { kind: "number", path: "/a/0" }, b: { kind: "string" } } },
  { as: "csv" },
  { as: "table" },
  { as: "table", separator: "|" },
  { as: "regex", pattern: "(?<a>\\d+)\\s(?<b>\\w+)", facts: { a: { kind: "number" }, b: { kind: "string" } } },
  { as: "folded" },
  { as: "histogram", unit: "nanoseconds" },
];

it.each(specs)("a raw command's output as $as: no throw, only declared facts", (spec) => {
  fc.assert(
    fc.property(damaged([Buffer.from('a,b\n"1",2\n{"a": [1], "b": "x"}\n[2, 4)  7 |@|\nf;g 3\n')]), (stdout) => {
      check(parseRaw({ stdout, stderr: "", partial: false }, spec), factsOf(spec));
    }),
    { numRuns: 200 },
  );
});

it("any text is an error or none, and a container or none", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 2_000, unit: "binary" }), (text) => void [knownError(text), containerId(text)]),
  );
});
