import { globSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { inputFormats } from "../../src/report/flamegraph/read/input-formats.ts";
import { tools } from "../../src/tools/registry.ts";
import { inputs } from "./input.ts";
import { keptInputs } from "./kept-inputs.ts";
import { removeScratch } from "./scratch.ts";
import { subjects } from "./subjects.ts";

afterAll(removeScratch);

const names = subjects.map(({ name }) => name);
/** Of a subject that has the others' share; `npm run test:fuzz` reads a million. */
const fewInputs = 100;

describe("what is fuzzed", () => {
  test.each(tools.flatMap((tool) => tool.variants.map((variant) => `tool/${tool.name}/${variant.name}`)))(
    "%s, from what the tool really printed",
    async (name) => {
      const subject = subjects.find((one) => one.name === name);
      expect(await subject?.seeds()).not.toEqual([]);
    },
  );

  test("every format of profiles", () => {
    expect(names).toEqual(expect.arrayContaining(inputFormats.map(({ name }) => `profile/${name}`)));
  });

  test("every way to read a command's output", () => {
    const schema = JSON.parse(readFileSync("schemas/playbook.v1.json", "utf8"));
    const ways: string[] = schema.$defs.Parse.properties.as.enum;
    expect(names).toEqual(expect.arrayContaining(ways.map((way) => `raw/${way}`)));
  });

  test("every document of a bundle", () => {
    const read = globSync("schemas/*.v1.json").map((path) => path.replace(/^schemas\/|\.v1\.json$/g, ""));
    const written = ["comparison", "report", "summary"];
    const elsewhere = ["playbook", "case", "event"];
    const documents = read.filter((name) => ![...written, ...elsewhere].includes(name));
    expect(names).toEqual(
      expect.arrayContaining([...documents.map((name) => `bundle/${name}.json`), "bundle/events.ndjson"]),
    );
  });
});

describe("any input has an answer, or an error that says what is wrong", () => {
  test.each(subjects)("$name", async ({ name, share = 1, seeds, read }) => {
    const property = fc.asyncProperty(inputs(await seeds()), async (input) => read(input));
    const examples = keptInputs(name).map((input): [Buffer] => [input]);
    await fc.assert(property, { numRuns: examples.length + Math.ceil(fewInputs * share), examples });
  });
});
