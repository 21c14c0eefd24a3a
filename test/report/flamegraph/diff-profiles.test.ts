import fc from "fast-check";
import { expect, test } from "vitest";
import { changeClass, changeText } from "../../../src/report/flamegraph/diff/change.ts";
import { diffProfiles } from "../../../src/report/flamegraph/diff/diff-profiles.ts";
import { frameColumns } from "../../../src/report/flamegraph/frame-columns.ts";
import { packProfile, pageColumns } from "../../../src/report/flamegraph/profile-data.ts";
import { flamegraphSvg } from "../../../src/report/flamegraph/svg.ts";
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

test("the static graph of a diff says the sign besides the colour; what is new and what has vanished is seen", async () => {
  const tree = await diff("a;b 60\na;gone 40\n", "a;b 120\na;fresh 80\n");
  const svg = flamegraphSvg(tree, { id: "g", title: "Diff", unit: "samples" });
  const titles = [...svg.matchAll(/<title>(.*?)<\/title>/g)].map(([, text]) => text!.replaceAll("\u202f", " "));
  expect(titles).toEqual([
    "all: 200 samples, 100 %, before 100 samples",
    "a: 200 samples, 100 %, before 100 samples, ±0 %",
    "b: 120 samples, 60 %, before 60 samples, ±0 %",
    "fresh: 80 samples, 40 %, before 0 samples, new +40 %",
    "gone: 0 samples, 0 %, before 40 samples, gone −40 %",
  ]);
  expect([...svg.matchAll(/class="frame ([\w-]+)"/g)].map(([, name]) => name)).toEqual([
    "root-0",
    "same",
    "same",
    "more-2",
    "less-2",
  ]);
  expect(svg).toContain(">new +40\u202f%  fresh</text>");
});

test("as measured or by share; what is lighter than a thousandth has no colour", () => {
  const share = { before: 100, after: 200, mode: "normalised" } as const;
  const measured = { ...share, mode: "absolute" } as const;
  expect(changeClass({ before: 50, after: 100 }, share)).toBe("same");
  expect(changeClass({ before: 50, after: 100 }, measured)).toBe("more-1");
  expect(changeText({ before: 50, after: 100 }, measured, "samples")).toBe("+50\u202fsamples");
  expect(changeText({ before: 20, after: 10 }, share, "samples")).toBe("−15\u202f%");
  expect(changeText({ before: 3 << 20, after: 1 << 20 }, measured, "bytes")).toBe("−2\u202fMiB");
  expect(changeClass({ before: 0.05, after: 0 }, share)).toBe("same");
  expect(changeClass({ before: 0, after: 0 }, { before: 0, after: 0, mode: "normalised" })).toBe("same");
});
