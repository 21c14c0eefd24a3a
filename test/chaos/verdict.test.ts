import { expect, test } from "vitest";
import { type Aftermath, type Opened, problemsOf } from "./verdict.ts";

const opened: Opened = { state: "running", steps: { first: "ok" }, facts: ["first"] };
const good: Aftermath = {
  planned: ["first", "window"],
  told: { first: "ok" },
  broke: false,
  hangs: false,
  left: [],
  bundles: [opened],
};

test("a run that was cut off and holds what it told", () => {
  expect(problemsOf(good)).toEqual([]);
});

test("nothing was told and nothing is there", () => {
  expect(problemsOf({ ...good, told: {}, bundles: [] })).toEqual([]);
});

test.each<[string, Partial<Aftermath>, readonly string[]]>([
  ["something is left", { left: ["process 7: vmstat", "mount /x"] }, ["process 7: vmstat is left", "mount /x is left"]],
  ["the CLI breaks", { broke: true }, ["the CLI broke"]],
  ["the CLI hangs", { hangs: true }, ["the CLI does not end"]],
  ["no bundle", { bundles: [] }, ["first was told as ok, and there is no bundle"]],
  ["it does not open", { bundles: [{ ...opened, error: "not JSON" }] }, ["the bundle does not open: not JSON"]],
  [
    "it hides what is missing",
    { bundles: [{ ...opened, state: "complete" }] },
    ["the bundle calls itself complete without window"],
  ],
  [
    "a step is lost",
    { bundles: [{ ...opened, steps: {} }] },
    ["first was told as ok, and the bundle says nothing of it"],
  ],
  [
    "a step is another than it was told",
    { bundles: [{ ...opened, steps: { first: "partial" } }] },
    ["first was told as ok, and the bundle says partial of it"],
  ],
  [
    "facts are lost",
    { bundles: [{ ...opened, facts: [] }] },
    ["first was told as ok, and its facts are not in the bundle"],
  ],
])("%s", (_, change, problems) => {
  expect(problemsOf({ ...good, ...change })).toEqual(problems);
});

test("a step that failed has no facts to lose", () => {
  const bundle: Opened = { ...opened, steps: { first: "failed" }, facts: [] };
  expect(problemsOf({ ...good, told: { first: "failed" }, bundles: [bundle] })).toEqual([]);
});

test("what was told may be in the bundle that was fetched", () => {
  const empty: Opened = { state: "running", steps: {}, facts: [] };
  expect(problemsOf({ ...good, bundles: [empty, opened] })).toEqual([]);
});
