import { describe, expect, it } from "vitest";
import type { ParsedFact } from "../../src/tools/fact-declaration.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

const parse = (tool: string, lines: readonly object[]) =>
  variantNamed(tool, "procfs").parse(
    { stdout: Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join("")), stderr: "", partial: false },
    contextOf(),
  );

const change = (fact: ParsedFact | undefined) =>
  fact?.kind === "series" ? (fact.points.at(-1)?.[1] ?? 0) - (fact.points[0]?.[1] ?? 0) : Number.NaN;

/** A page a request, 100 requests a second, for two seconds. */
const leaked = 2 * 100 * 4096;

describe("the memory of processes", () => {
  it("that leak grows on the heap and nowhere else", () => {
    const { facts } = parseRecording("process-memory/procfs-leak");
    expect(change(facts["heap"])).toBeGreaterThan(0.7 * leaked);
    expect(change(facts["heap"])).toBeLessThan(1.3 * leaked);
    expect([change(facts["shared"]), change(facts["swap"])]).toEqual([0, 0]);
    expect(plain(facts)).toMatchObject({ processCount: 1, growingName: "leak" });
  });

  it("that sleep does not", () => {
    expect(change(parseRecording("process-memory/procfs-idle").facts["heap"])).toBe(0);
  });

  const status = (name: string, anonymous: number, swapped = 0) =>
    `Name:\t${name}\nVmRSS:\t    ${anonymous + 300} kB\nRssAnon:\t    ${anonymous} kB\nRssFile:\t     300 kB\nRssShmem:\t       0 kB\nVmData:\t    9000 kB\nVmSwap:\t    ${swapped} kB\nThreads:\t1\n`;

  it("are added up, and the one that grew most is named", () => {
    const { facts } = parse("process-memory", [
      { at: 0, files: { "/proc/7/status": status("main", 100), "/proc/8/status": status("worker", 200) } },
      { at: 1, files: { "/proc/7/status": status("main", 110), "/proc/8/status": status("worker", 600) } },
    ]);
    expect(plain(facts)).toMatchObject({
      heap: [
        [0, 300 * 1024],
        [1, 710 * 1024],
      ],
      processCount: 2,
      growingName: "worker",
      growingPid: 8,
    });
  });

  it("moved to swap is no smaller heap", () => {
    const { facts } = parse("process-memory", [
      { at: 0, files: { "/proc/7/status": status("main", 500) } },
      { at: 1, files: { "/proc/7/status": status("main", 100, 400) } },
    ]);
    expect([change(facts["heap"]), change(facts["rss"])]).toEqual([0, -400 * 1024]);
  });

  it("that ended before the first look are a reason", () => {
    expect(parse("process-memory", [{ at: 0, files: {} }]).problem?.code).toBe("target-gone");
  });
});

describe("the pages of processes", () => {
  it("that leak are its own", () => {
    const facts = plain(parseRecording("memory-map/procfs-leak").facts);
    expect(facts["uniqueGrowth"]).toBeGreaterThan(0.7 * leaked);
    expect(facts).toMatchObject({ lazilyFreed: 0, hugePages: 0 });
  });

  it("of another user are a reason, with its mend", () => {
    expect(parse("memory-map", [{ at: 0, files: {} }]).problem).toMatchObject({
      code: "not-permitted",
      mend: "run as root or with sudo",
    });
  });
});
