import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readFolded } from "../../../src/report/flamegraph/read/read-folded.ts";
import { prunedWeight } from "../../../src/report/flamegraph/stack-tree.ts";
import { foldedOf, readText } from "./read-text.ts";

describe("a folded profile", () => {
  test("becomes a prefix tree with self and total weights", async () => {
    const { tree, stackLines, malformedLines, prunings } = await readText("a;b;c 3\na;b 2\na;d 1\nb 4\na;b;c 5\n");
    expect([stackLines, malformedLines, prunings]).toEqual([5, 0, 0]);
    expect([...tree.name].map((id) => tree.names.text(id))).toEqual(["all", "a", "b", "c", "d", "b"]);
    expect([...tree.parent]).toEqual([0, 0, 1, 2, 1, 0]);
    expect([...tree.self]).toEqual([0, 0, 2, 8, 1, 4]);
    expect([...tree.total]).toEqual([15, 11, 10, 8, 1, 4]);
  });

  test.each([
    ["no newline at the end", "a;b 3", { "a;b": 3 }],
    ["CRLF", "a;b 3\r\na 1\r\n", { "a;b": 3, a: 1 }],
    ["blanks in frames", "main thread;operator new (int) 7\n", { "main thread;operator new (int)": 7 }],
    ["decimal weights", "a 1.5\na 0.25\n", { a: 1.75 }],
    ["exponents, as awk prints them", "a 1e+06\n", { a: 1_000_000 }],
    ["a tab before the weight", "a;b\t3\n", { "a;b": 3 }],
    ["empty lines", "\n\na 1\n\n", { a: 1 }],
    ["an empty frame", "a;;b 1\n", { "a;;b": 1 }],
    [
      "names that differ in length only",
      "a 1\naa 1\naaa 1\naaaa 1\naaaaa 1\n",
      { a: 1, aa: 1, aaa: 1, aaaa: 1, aaaaa: 1 },
    ],
    [
      "a stack that begins like the one before",
      "ab;cd;ef 1\nab;cd 2\nab;c 3\nab;cde 4\n",
      { "ab;cd;ef": 1, "ab;cd": 2, "ab;c": 3, "ab;cde": 4 },
    ],
  ])("%s", async (_, text, stacks) => {
    const reading = await readText(text);
    expect(foldedOf(reading.tree)).toEqual(stacks);
    expect(reading.malformedLines).toBe(0);
  });

  test.each([
    "no weight",
    "5",
    " 5",
    "a;b",
    "a -1",
    "a NaN",
    "a 1x",
    "a 0x10",
    "a Infinity",
    "a 9007199254740993",
    "a 1e400",
    `a ${"9".repeat(400)}`,
  ])("the line %j is counted, not thrown on", async (line) => {
    const { tree, malformedLines, stackLines } = await readText(`${line}\nok 1\n`);
    expect([malformedLines, stackLines]).toEqual([1, 1]);
    expect(foldedOf(tree)).toEqual({ ok: 1 });
  });

  test("a name of any length is the same within a stack and at its end", async () => {
    const names = Array.from({ length: 40 }, (_, length) => "n".repeat(length + 1));
    const { tree } = await readText(names.map((name) => `${name} 1\n${name};${name} 1\n`).join(""));
    expect(tree.names.size).toBe(2 + names.length);
    expect(tree.name.length).toBe(1 + 2 * names.length);
  });

  test("thousands of names, longer than the room that a profile begins with", async () => {
    const names = Array.from({ length: 30_000 }, (_, i) => `function_${i}_of_${"a_rather_long_name".slice(i % 18)}`);
    const { tree } = await readText(names.map((name) => `main;${name} 1\n`).join(""));
    expect(Array.from(tree.name, (id) => tree.names.text(id))).toEqual(["all", "main", ...names]);
    expect(tree.total[1]).toBe(names.length);
  });

  test("bytes that are not UTF-8 are shown as replacement characters, and stay apart from each other", async () => {
    const { tree } = await readFolded([Uint8Array.of(0xff, 59, 0xc3, 32, 49, 10, 0xfe, 32, 50, 10)]);
    expect([...tree.name].map((id) => tree.names.text(id))).toEqual(["all", "\ufffd", "\ufffd", "\ufffd"]);
    expect(tree.names.size).toBe(5);
  });

  test("a line beyond the limit is skipped to its end, wherever the chunks cut it", async () => {
    const bytes = new TextEncoder().encode(`a 1\n${"x".repeat(200)} 1\nb 2\n`);
    for (const size of [1, 7, 64, 1000]) {
      const reading = await readFolded(cut(bytes, size), { maximumLineBytes: 64 });
      expect(foldedOf(reading.tree)).toEqual({ a: 1, b: 2 });
      expect(reading.malformedLines).toBe(1);
    }
  });

  test("an asynchronous source may reuse its buffer", async () => {
    const buffer = new Uint8Array(3);
    async function* source() {
      for (const part of ["a;b", " 1\n", "c;d", " 2\n"]) {
        buffer.set(new TextEncoder().encode(part));
        yield buffer;
      }
    }
    expect(foldedOf((await readFolded(source())).tree)).toEqual({ "a;b": 1, "c;d": 2 });
  });

  test("a stack of 100,000 frames is no trouble", async () => {
    const { tree } = await readText(`${"f;".repeat(100_000)}f 1\n`);
    expect(tree.name.length).toBe(100_002);
  });
});

describe("for any input", () => {
  const name = fc.string({ unit: fc.constantFrom("a", "b", "é", "\0", "(", "字"), minLength: 1, maxLength: 9 });
  const stack = fc.array(name, { minLength: 1, maxLength: 8 }).map((frames) => frames.join(";"));
  const profile = fc.array(fc.tuple(stack, fc.integer({ min: 0, max: 2 ** 40 })), { maxLength: 200 });

  test("the tree holds exactly the stacks, however they are cut into chunks", async () => {
    await fc.assert(
      fc.asyncProperty(profile, fc.integer({ min: 1, max: 300 }), async (lines, size) => {
        const bytes = new TextEncoder().encode(lines.map(([frames, weight]) => `${frames} ${weight}\n`).join(""));
        const { tree, stackLines, malformedLines } = await readFolded(cut(bytes, size));
        const expected: Record<string, number> = {};
        for (const [frames, weight] of lines) if (weight > 0) expected[frames] = (expected[frames] ?? 0) + weight;
        expect(foldedOf(tree)).toEqual(expected);
        expect([stackLines, malformedLines]).toEqual([lines.length, 0]);
      }),
    );
  });

  test("a limit on nodes or names holds, and no weight is lost", async () => {
    await fc.assert(
      fc.asyncProperty(
        profile,
        fc.integer({ min: 4, max: 60 }),
        fc.integer({ min: 20, max: 200 }),
        async (lines, nodes, names) => {
          const text = lines.map(([frames, weight]) => `${frames} ${weight}\n`).join("");
          const { tree, prunings } = await readText(text, { maximumNodes: nodes, maximumNameBytes: names });
          const sum = lines.reduce((total, [, weight]) => total + weight, 0);
          expect(tree.total[0]).toBe(sum);
          expect(tree.self.reduce((total, weight) => total + weight, 0)).toBe(sum);
          expect(tree.name.length).toBeLessThanOrEqual(nodes);
          if (prunings === 0) expect(prunedWeight(tree)).toBe(0);
          for (let node = 1; node < tree.name.length; node++) expect(tree.parent[node]).toBeLessThan(node);
        },
      ),
    );
  });

  test("any bytes are read without a throw, and every line is accounted for", async () => {
    const byte = fc.oneof(fc.constantFrom(10, 13, 32, 59, 48, 57, 46), fc.integer({ min: 0, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(byte, { maxLength: 500 }), fc.integer({ min: 1, max: 64 }), async (bytes, size) => {
        const { tree, stackLines, malformedLines } = await readFolded(cut(Uint8Array.from(bytes), size), {
          maximumLineBytes: 40,
        });
        const lines = Buffer.from(bytes).toString("latin1").split("\n");
        const blank = lines.filter((line) => /^[ \t\r]*$/.test(line) && line.length <= 40).length;
        expect(stackLines + malformedLines + blank).toBe(lines.length);
        expect(tree.total[0]).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });
});

function* cut(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}
