import { expect, test } from "vitest";
import { nearestName, suggest } from "../src/nearest-name.ts";

test.each([
  ["mpsat", ["pidstat", "mpstat"], "mpstat"],
  ["CPU", ["cpu"], "cpu"],
  ["threds", ["threads", "thread"], "threads"],
  ["x", ["cpu", "y"], undefined],
  ["anything", ["cpu", "limit"], undefined],
  ["", ["cpu"], undefined],
  ["cpu", [], undefined],
])("%s is nearest of %j to %s", (name, known, nearest) => expect(nearestName(name, known)).toBe(nearest));

test("a suggestion lists what there is", () => {
  expect(suggest("cpus", ["cpu"])).toBe("Did you mean `cpu`? There is `cpu`.");
  expect(suggest("anything", ["cpu", "limit"])).toBe("There are `cpu`, `limit`.");
  expect(suggest("cpu", [])).toBe("There are none.");
  const many = Array.from({ length: 9 }, (_, index) => `tool-${index}`);
  expect(suggest("tol-3", many)).toBe("Did you mean `tool-3`?");
  expect(suggest("anything", many)).toContain("`tool-0`, `tool-1`");
});

test("a name of a megabyte takes no time", () => {
  const start = performance.now();
  nearestName(
    "x".repeat(1_000_000),
    Array.from({ length: 50 }, (_, index) => `name-${index}`),
  );
  expect(performance.now() - start).toBeLessThan(1_000);
});
