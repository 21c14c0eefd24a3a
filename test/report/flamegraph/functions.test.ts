import { expect, test } from "vitest";
import { heaviestPath } from "../../../src/report/flamegraph/heaviest-path.ts";
import { topFunctions } from "../../../src/report/flamegraph/top-functions.ts";
import { readText } from "./read-text.ts";

test("self and total per function; recursion counts once in the total", async () => {
  const { tree } = await readText("main;fib;fib;fib 4\nmain;fib;fib 2\nmain;idle 1\nidle;fib 3\n");
  expect(topFunctions(tree)).toEqual([
    { name: "fib", self: 9, total: 9 },
    { name: "idle", self: 1, total: 4 },
    { name: "main", self: 0, total: 7 },
  ]);
});

test("equal functions are in the order of their names, and what was pruned is none of them", async () => {
  const { tree } = await readText("b 1\na 1\n[pruned] 5\n");
  expect(topFunctions(tree).map(({ name }) => name)).toEqual(["a", "b"]);
});

test("the few heaviest weigh what they weigh among all, recursion included", async () => {
  const lines = Array.from(
    { length: 400 },
    (_, i) => `f${i % 7};f${i % 41};f${(i * 7) % 59};f${i % 7} ${1 + (i % 13)}\n`,
  );
  const { tree } = await readText(lines.join(""));
  const all = new Map(topFunctions(tree).map((one) => [one.name, one]));
  const few = topFunctions(tree, 5);
  expect(all.size).toBe(59);
  expect(few).toEqual(few.map(({ name }) => all.get(name)));
});

test("the heaviest path is the one that carries most of a function", async () => {
  const { tree } = await readText("main;handle;spin 40\nmain;admin;spin 10\nmain;handle;spin;memcpy 6\nmain;idle 44\n");
  expect(heaviestPath(tree, "spin")).toEqual({ frames: ["main", "handle", "spin"], weight: 46, share: 0.46 });
  expect(heaviestPath(tree, "nowhere")).toBeUndefined();
});

test("of a recursion the outermost call is taken", async () => {
  const { tree } = await readText("main;walk;walk;walk 9\n");
  expect(heaviestPath(tree, "walk")?.frames).toEqual(["main", "walk"]);
});

test("half a million frames deep is no trouble", async () => {
  const { tree } = await readText(`${"f;".repeat(400_000)}f 1\n`);
  expect(topFunctions(tree)).toEqual([{ name: "f", self: 1, total: 1 }]);
});
