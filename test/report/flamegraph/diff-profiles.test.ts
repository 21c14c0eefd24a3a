import fc from "fast-check";
import { expect, test } from "vitest";
import { diffProfiles } from "../../../src/report/flamegraph/diff/diff-profiles.ts";
import { frameColumns } from "../../../src/report/flamegraph/frame-columns.ts";
import { packProfile, pageColumns } from "../../../src/report/flamegraph/profile-data.ts";
import { unpackProfile } from "../../../src/report/flamegraph/unpack-profile.ts";
import { readText } from "./read-text.ts";

async function diff(before: string, after: string) {
  return diffProfiles((await readText(before)).tree, (await readText(after)).tree);
}

test("a diff has every stack of both, with the weights of both", async () => {
  const { names, name, depth, self, baseline } = frameColumns(
    await diff("a;b 4\na;gone 2\n", "a;b 6\na;fresh 3\na 1\n"),
  );
  const rows = [...name].map((index, row) => [depth[row], names[index], self[row], baseline![row]]);
  expect(rows).toEqual([
    [0, "all", 0, 0],
    [1, "a", 1, 0],
    [2, "b", 6, 4],
    [2, "fresh", 3, 0],
    [2, "gone", 0, 2],
  ]);
});

test("pruning keeps the weight of both sides, and what has vanished counts as much as what is new", async () => {
  const small = Array.from({ length: 300 }, (_, i) => `s${i} 1\n`).join("");
  const columns = pageColumns(await diff(`${small}gone 300\n`, `${small}fresh 300\n`), { maximumFrames: 20 });
  expect(columns.self.reduce((a, b) => a + b)).toBe(600);
  expect(columns.baseline!.reduce((a, b) => a + b)).toBe(600);
  expect(columns.names).toContain("gone");
  expect(columns.names).toContain("fresh");
  expect(columns.names).toContain("[pruned]");
});

test("a diff survives the way into the page and out of it", async () => {
  const columns = pageColumns(await diff("a;b 4\na;c 2.5\n", "a;b 6\n"));
  expect(await unpackProfile(packProfile(columns))).toEqual(columns);
});

test("any two profiles: no weight is lost, and a diff with itself is equal on both sides", async () => {
  const stacks = fc.array(
    fc.tuple(fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 6 }), fc.nat(9)),
  );
  const text = (lines: [string[], number][]) => lines.map(([path, weight]) => `${path.join(";")} ${weight}\n`).join("");
  const total = (lines: [string[], number][]) => lines.reduce((all, [, weight]) => all + weight, 0);
  await fc.assert(
    fc.asyncProperty(stacks, stacks, async (one, two) => {
      const made = await diff(text(one), text(two));
      expect(made.total[0]).toBe(total(two));
      expect(made.baseline.reduce((a, b) => a + b, 0)).toBe(total(one));
      const same = await diff(text(one), text(one));
      expect(same.baseline).toEqual(same.self);
    }),
  );
});
