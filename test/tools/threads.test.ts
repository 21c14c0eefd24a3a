import { describe, expect, it } from "vitest";
import { parseTaskStat } from "../../src/tools/kernel-files/task-stat.ts";
import { threadUses } from "../../src/tools/threads/thread-use.ts";
import { parseRecording, plain } from "./recording.ts";

it("finds the one busy thread, however it is named", () => {
  expect(plain(parseRecording("threads/procfs-threads").facts)).toEqual({
    threads: [
      [18807, "burn) R 1\n(", 99.49, 0.51, "R"],
      [18806, "threads", 0, 0, "S"],
      [18808, "rest \ufffd\ufffd", 0, 0, "S"],
    ],
    count: 3,
    cpu: 99.49,
    system: 0,
    waiting: 0.51,
    busyThreads: 1,
    busiest: 99.49,
    busiestName: "burn) R 1\n(",
    busiestTid: 18807,
  });
});

it("tells a thread that waits for a CPU", () => {
  expect(plain(parseRecording("threads/procfs-hot-2").facts)).toMatchObject({
    cpu: 32.66,
    waiting: 67.24,
    busyThreads: 0,
  });
});

describe("threads", () => {
  const stat = (start: number, ticks: number) => `1 (a) S 1 1 1 0 -1 0 0 0 0 0 ${ticks} 0 0 0 20 0 1 0 ${start} 0 0`;
  const at = (seconds: number, files: Record<string, string>) => ({ at: seconds, files });

  it("that began in the window have all their time counted", () => {
    const uses = threadUses([at(0, {}), at(1, { "/proc/1/task/9/stat": stat(500, 70) })]);
    expect(uses).toEqual([{ tid: 9, name: "a", state: "S", isAlive: true, cpuSeconds: 0.7, systemSeconds: 0 }]);
  });

  it("with an id that is used again are two", () => {
    const path = "/proc/1/task/9/stat";
    const uses = threadUses([at(0, { [path]: stat(100, 50) }), at(1, { [path]: stat(200, 20) })]);
    expect(uses.map(({ cpuSeconds, isAlive }) => [cpuSeconds, isAlive])).toEqual([
      [0.2, true],
      [0, false],
    ]);
  });
});

it("does not take a stat line for one that is none", () => {
  for (const text of ["", "1 (a", ") (", "1 (a) S 1 x"]) expect(parseTaskStat(text)).toBeUndefined();
});
