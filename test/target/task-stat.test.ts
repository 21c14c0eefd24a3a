import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseTaskStat } from "../../src/tools/kernel-files/task-stat.ts";

const after = "1 1 1 0 -1 4194560 1 0 0 0 5 3 2 4 20 0 1 0 4711 8192 1 18446744073709551615";
const stat = (comm: string, state = "S") => `7 (${comm}) ${state} ${after}\n`;

test.each([
  "sh",
  "tmux: server",
  "a) R 1 (b",
  "))))",
  "",
  "two\nlines",
  "(",
  ") S 1 1 1 0 -1 4 1 0 0 0 5 3 0 0 20 0 1 0 99",
])("a command called %j", (comm) => {
  expect(parseTaskStat(stat(comm))).toEqual({
    comm,
    state: "S",
    parent: 1,
    userSeconds: 0.05,
    systemSeconds: 0.03,
    reapedSeconds: 0.06,
    threads: 1,
    startTicks: 4711,
  });
});

test("this process's own", () => {
  const own = parseTaskStat(readFileSync("/proc/self/stat", "utf8"));
  expect(own).toMatchObject({ state: "R", parent: process.ppid });
  expect(own?.startTicks).toBeGreaterThan(0);
});

test.each(["", "7", "7 (sh", "7 )sh( S 1", "7 (sh) S 1 2 3", "7 (sh) S 1 1 1 0 -1 4 1 0 0 0 5 3 0 0 20 0 1 0 x"])(
  "%j is none",
  (text) => expect(parseTaskStat(text)).toBeUndefined(),
);

test("any text is one or none", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.string().map((comm) => stat(comm)),
      ),
      (text) => {
        const read = parseTaskStat(text);
        expect(read === undefined || Number.isFinite(read.startTicks)).toBe(true);
      },
    ),
  );
});
