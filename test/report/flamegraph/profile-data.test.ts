import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeColumns, encodeColumns } from "../../../src/report/flamegraph/encode-columns.ts";
import { frameColumns } from "../../../src/report/flamegraph/frame-columns.ts";
import { layoutFrames } from "../../../src/report/flamegraph/frame-layout.ts";
import { packProfile, pageColumns } from "../../../src/report/flamegraph/profile-data.ts";
import { unpackProfile } from "../../../src/report/flamegraph/unpack-profile.ts";
import { readText } from "./read-text.ts";

describe("the columns of a page", () => {
  test("go depth first, callees by name, [pruned] last", async () => {
    const { tree } = await readText("b;[pruned] 1\nb;z 2\nb;a 3\na 4\n");
    const { names, name, depth, self } = frameColumns(tree);
    expect([...name].map((index) => names[index])).toEqual(["all", "a", "b", "a", "z", "[pruned]"]);
    expect([...depth]).toEqual([0, 1, 1, 2, 2, 2]);
    expect([...self]).toEqual([0, 4, 0, 3, 2, 1]);
  });

  test("do not depend on the order of the lines", async () => {
    const lines = ["a;b 1\n", "c;d;e 2\n", "a;a 3\n", "c 1\n"];
    const forwards = pageColumns((await readText(lines.join(""))).tree);
    const backwards = pageColumns((await readText(lines.toReversed().join(""))).tree);
    expect(packProfile(backwards)).toBe(packProfile(forwards));
  });

  test("lie side by side; what is free on the right is self weight", async () => {
    const { tree } = await readText("a 2\na;b 3\na;c 5\nd 1\n");
    const { start, total, end, parent, levels } = layoutFrames(frameColumns(tree));
    expect([...start]).toEqual([0, 0, 0, 3, 10]);
    expect([...total]).toEqual([11, 10, 3, 5, 1]);
    expect([...end]).toEqual([5, 4, 3, 4, 5]);
    expect([...parent]).toEqual([0, 0, 1, 1, 0]);
    expect(levels).toBe(3);
  });

  test("survive the way into the page and out of it", async () => {
    const columns = pageColumns(
      (await readText("a;b 1.5\na;字 9007199254740991\n</script>;\u0007 9007199254740991\n")).tree,
    );
    const packed = packProfile(columns);
    expect(packed).toMatch(/^[A-Za-z0-9+/]+=*$/);
    expect(await unpackProfile(packed)).toEqual(columns);
    expect(columns.names).toContain("\u2407");
  });

  test("any numbers survive, and cut bytes are an error, not a hang", () => {
    const row = fc.tuple(fc.nat(300), fc.nat(5), fc.maxSafeNat());
    fc.assert(
      fc.property(fc.array(row), fc.nat(), (rows, cut) => {
        const depth = new Uint32Array(rows.length);
        for (let i = 1; i < rows.length; i++) depth[i] = Math.max(1, depth[i - 1]! + 1 - rows[i]![1]);
        const columns = {
          names: ["all", "é", ""],
          name: Uint32Array.from(rows, ([name]) => name),
          depth,
          self: Float64Array.from(rows, ([, , weight]) => weight),
        };
        const bytes = encodeColumns(columns);
        expect(decodeColumns(bytes)).toEqual(columns);
        expect(() => decodeColumns(bytes.subarray(0, cut % bytes.length))).toThrow(RangeError);
      }),
    );
  });

  test("a limit on frames and a least share prune, without loss of weight", async () => {
    const { tree } = await readText(`${Array.from({ length: 500 }, (_, i) => `f${i};g 1\n`).join("")}main 500\n`);
    const few = pageColumns(tree, { maximumFrames: 100 });
    expect(few.name.length).toBeLessThanOrEqual(100);
    expect(few.self.reduce((a, b) => a + b)).toBe(1000);
    expect(pageColumns(tree, { minimumShare: 0.01 }).names).toEqual(["all", "main", "[pruned]"]);
  });
});
