import assert from "node:assert/strict";
import type { FactDeclaration, ParsedFact } from "../../src/tools/fact-declaration.ts";
import type { Parsed } from "../../src/tools/tool.ts";

/** Only declared facts, of their kind and unit, in finite numbers, rows as their columns say, buckets in order. */
export function checkFacts(parsed: Parsed, declared: Readonly<Record<string, FactDeclaration>>): void {
  for (const [name, fact] of Object.entries(parsed.facts)) {
    const declaration = declared[name];
    assert.equal(fact.kind, declaration?.kind, `${name} is not declared so`);
    const wrong = numbersOf(fact).find((value) => !Number.isFinite(value));
    assert.equal(wrong, undefined, `${name} holds ${wrong}`);
    if (fact.kind === "string" || fact.kind === "boolean") assert.equal(typeof fact.value, fact.kind, name);
    if (fact.kind === "table")
      for (const row of fact.rows)
        assert.deepEqual(
          row.map((cell) => typeof cell),
          fact.columns.map(({ kind }) => kind),
          `a row of ${name} is not of its columns`,
        );
    if (fact.kind === "histogram")
      assert.ok(
        fact.buckets.every(({ low }, index) => low >= (fact.buckets[index - 1]?.low ?? low)),
        `the buckets of ${name} are out of order`,
      );
    if (declaration !== undefined && "unit" in declaration && declaration.unit !== undefined && "unit" in fact)
      assert.equal(fact.unit, declaration.unit, `${name} has another unit`);
  }
  assert.ok(parsed.notes.every((note) => typeof note === "string" && note !== ""));
}

/** How much a parser gave: characters and numbers. */
export function sizeOf({ facts, notes, problem }: Parsed): number {
  const texts = [...notes, problem?.message ?? "", problem?.mend ?? ""];
  for (const fact of Object.values(facts)) {
    if (fact.kind === "string") texts.push(fact.value);
    if (fact.kind === "profile") texts.push(...fact.folded.keys());
    if (fact.kind === "table") for (const row of fact.rows) for (const cell of row) texts.push(String(cell));
  }
  const numbers = Object.values(facts).reduce((count, fact) => count + numbersOf(fact).length, 0);
  return texts.reduce((length, text) => length + text.length, numbers);
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
    case "string":
    case "boolean":
      return [];
  }
}
