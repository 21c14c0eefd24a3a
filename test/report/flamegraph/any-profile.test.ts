import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type InputFormatName, inputFormats } from "../../../src/report/flamegraph/read/input-formats.ts";
import { readProfile } from "../../../src/report/flamegraph/read/read-profile.ts";
import { foldedText } from "../../../src/report/flamegraph/write/folded.ts";
import { pprofBytes } from "../../../src/report/flamegraph/write/pprof.ts";
import { speedscopeJson } from "../../../src/report/flamegraph/write/speedscope.ts";
import { foldedOf, readText } from "./read-text.ts";

const recorded = (path: string) => readFileSync(join(import.meta.dirname, path));

/** Real output of each. */
const seeds: Readonly<Record<InputFormatName, readonly Buffer[]>> = {
  folded: [recorded("../../tools/recordings/profile/bcc-syscalls.stdout")],
  "perf-script": [recorded("recordings/perf-script.txt"), recorded("recordings/perf-two-events.txt")],
  bpftrace: [recorded("recordings/bpftrace.txt"), recorded("../../tools/recordings/profile/bpftrace-hot.stdout")],
  memleak: [recorded("../../tools/recordings/memleak/bcc-leak.stdout")],
  pprof: [gunzipSync(recorded("recordings/cpu.pb.gz")), gunzipSync(recorded("recordings/heap.pb.gz"))],
  speedscope: [recorded("recordings/py-spy.speedscope.json")],
  cpuprofile: [recorded("recordings/node.cpuprofile")],
};

describe.each(inputFormats.map(({ name }) => name))("%s", (name) => {
  test("is recognised by its content", async () => {
    for (const seed of seeds[name]) {
      const read = await readProfile("seed", [seed]);
      const told = await readProfile("seed", [seed], { from: name });
      expect(foldedOf(read.tree)).toEqual(foldedOf(told.tree));
    }
  });
});

describe("what is written is read again", () => {
  const name = fc.string({
    unit: fc.constantFrom("a", "b", "é", "\0", "(", " ", "字", "\\", '"'),
    minLength: 1,
    maxLength: 9,
  });
  const frame = fc.tuple(name, fc.constantFrom("", "_[k]", "_[j]")).map(([text, kind]) => `x${text}x${kind}`);
  const stack = fc.array(frame, { minLength: 1, maxLength: 8 }).map((frames) => frames.join(";"));
  const weight = fc.oneof(
    fc.integer({ min: 1, max: 2 ** 40 }),
    fc.integer({ min: 1, max: 4000 }).map((n) => n / 8),
  );
  const profile = fc.uniqueArray(fc.tuple(stack, weight), { minLength: 1, maxLength: 60, selector: ([text]) => text });

  async function treeOf(lines: readonly (readonly [string, number])[]) {
    return (await readText(lines.map(([text, weight]) => `${text} ${weight}\n`).join(""))).tree;
  }

  test("folded", async () => {
    await fc.assert(
      fc.asyncProperty(profile, async (lines) => {
        const text = [...foldedText(await treeOf(lines))].join("");
        expect(foldedOf((await readText(text)).tree)).toEqual(Object.fromEntries(lines));
      }),
      { numRuns: 30 },
    );
  });

  test("speedscope", async () => {
    await fc.assert(
      fc.asyncProperty(profile, async (lines) => {
        const text = [...speedscopeJson(await treeOf(lines), { title: "t", unit: "seconds" })].join("");
        const { tree, unit, value } = await readProfile("x", [Buffer.from(text)]);
        expect([unit, value]).toEqual(["seconds", "t"]);
        expect(foldedOf(tree)).toEqual(Object.fromEntries(lines));
      }),
      { numRuns: 30 },
    );
  });

  test("pprof, where the weights are whole", async () => {
    await fc.assert(
      fc.asyncProperty(profile, async (lines) => {
        const whole = lines.map(([text, weight]) => [text, Math.ceil(weight)] as const);
        const bytes = [...pprofBytes(await treeOf(whole), { title: "t", unit: "bytes", value: "inuse_space" })];
        const { tree, unit, value } = await readProfile("x", [gzipSync(Buffer.concat(bytes))]);
        expect([unit, value]).toEqual(["bytes", "inuse_space"]);
        expect(foldedOf(tree)).toEqual(Object.fromEntries(whole));
      }),
      { numRuns: 30 },
    );
  });

  test("pprof makes nanoseconds of broken seconds", async () => {
    const bytes = [...pprofBytes(await treeOf([["a;b", 0.25]]), { title: "t", unit: "seconds" })];
    const { tree, unit, value } = await readProfile("x", [Buffer.concat(bytes)]);
    expect([unit, value, foldedOf(tree)]).toEqual(["nanoseconds", "time", { "a;b": 250_000_000 }]);
  });

  test("every unit keeps its meaning through pprof and speedscope", async () => {
    const tree = await treeOf([["a;b", 3]]);
    for (const unit of [
      "samples",
      "bytes",
      "nanoseconds",
      "microseconds",
      "milliseconds",
      "seconds",
      "count",
    ] as const) {
      const pprof = await readProfile("x", [Buffer.concat([...pprofBytes(tree, { title: "t", unit })])]);
      expect(pprof.unit).toBe(unit);
      const text = [...speedscopeJson(tree, { title: "t", unit })].join("");
      const expected = unit === "samples" || unit === "count" ? "none" : unit;
      expect((await readProfile("x", [Buffer.from(text)])).unit).toBe(expected);
    }
  });
});
