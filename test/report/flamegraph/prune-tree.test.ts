import fc from "fast-check";
import { expect, test } from "vitest";
import { heaviestCut } from "../../../src/report/flamegraph/heaviest-cut.ts";
import { pruneTree } from "../../../src/report/flamegraph/prune-tree.ts";
import { prunedWeight } from "../../../src/report/flamegraph/stack-tree.ts";
import { foldedOf, readText } from "./read-text.ts";

const text = "a;b 50\na;c 3\na;d 2\na;d;e 1\nf 20\ng 1\ng;h 1\n";

test("the lightest subtrees become one [pruned] child of their parent", async () => {
  const { tree } = await readText(text);
  const pruned = pruneTree(tree, { maximumNodes: 6 });
  expect(foldedOf(pruned)).toEqual({ "a;b": 50, "a;[pruned]": 6, f: 20, "[pruned]": 2 });
  expect(prunedWeight(pruned)).toBe(8);
});

test("frames below a weight go whatever room there is", async () => {
  const { tree } = await readText(text);
  expect(foldedOf(pruneTree(tree, { maximumNodes: 100, minimumWeight: 3 }))).toEqual({
    "a;b": 50,
    "a;c": 3,
    "a;d": 2,
    "a;d;[pruned]": 1,
    f: 20,
    "[pruned]": 2,
  });
});

test("what was pruned before is merged into what is pruned now", async () => {
  const { tree } = await readText("a;b 9\na;c 2\na;[pruned] 4\n");
  expect(foldedOf(pruneTree(tree, { maximumNodes: 100, minimumWeight: 3 }))).toEqual({ "a;b": 9, "a;[pruned]": 6 });
});

test("with nothing to prune the tree is the same object", async () => {
  const { tree } = await readText(text);
  expect(pruneTree(tree, { maximumNodes: 9 })).toBe(tree);
});

test("any tree keeps its total and stays within the limit", async () => {
  const stack = fc.array(fc.constantFrom("a", "b", "c", "[pruned]"), { minLength: 1, maxLength: 6 });
  const profile = fc.array(fc.tuple(stack, fc.integer({ min: 0, max: 9 })), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(
      profile,
      fc.integer({ min: 2, max: 40 }),
      fc.integer({ min: 0, max: 20 }),
      async (lines, maximumNodes, minimumWeight) => {
        const { tree } = await readText(lines.map(([frames, weight]) => `${frames.join(";")} ${weight}\n`).join(""));
        const pruned = pruneTree(tree, { maximumNodes, minimumWeight });
        expect(pruned.total[0]).toBe(tree.total[0]);
        expect(pruned.name.length).toBeLessThanOrEqual(maximumNodes);
      },
    ),
  );
});

test("the cut leaves exactly the heaviest", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.nat(5), fc.double({ min: 0, max: 1e12, noNaN: true })), { minLength: 1 }),
      fc.nat(200),
      (weights, some) => {
        const count = 1 + (some % weights.length);
        const { weight, ties } = heaviestCut(Float64Array.from(weights).sort(), count);
        const descending = [...weights].sort((a, b) => b - a);
        const above = weights.filter((one) => one > weight).length;
        const equal = weights.filter((one) => one === weight).length;
        expect(weight).toBe(descending[count - 1]);
        expect(above + ties).toBe(count);
        expect(ties).toBeLessThanOrEqual(equal);
      },
    ),
  );
});
