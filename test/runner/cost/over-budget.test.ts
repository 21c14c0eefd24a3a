import { expect, test } from "vitest";
import { overBudget } from "../../../src/runner/cost/over-budget.ts";

const budget = { cpuPercentOfCore: 100, memoryBytes: 1024 ** 3, diskBytes: 512 * 1024 ** 2 };
const nothing = { cpuMs: 0, maxRssBytes: 0, diskBytes: 0 };

test("CPU time: the average, its time and the budget, with what to do", () => {
  expect(overBudget({ ...nothing, cpuMs: 11_440, elapsedMs: 8_000 }, budget)).toEqual({
    code: "over-budget",
    message: "stopped: it used 143 % of a core on average over 8 s, its budget is 100 %",
    mend: "Raise `budget.cpu` in the playbook, or lower the frequency of the step.",
  });
});

test("CPU time that a tool takes to start is no reason, even where the budget is small", () => {
  const small = { ...budget, cpuPercentOfCore: 5 };
  expect(overBudget({ ...nothing, cpuMs: 3_000, elapsedMs: 3_100 }, small)).toBeUndefined();
  expect(overBudget({ ...nothing, cpuMs: 3_400, elapsedMs: 10_000 }, small)).toBeUndefined();
  expect(overBudget({ ...nothing, cpuMs: 3_600, elapsedMs: 10_000 }, small)?.message).toBe(
    "stopped: it used 36 % of a core on average over 10 s, its budget is 5 %",
  );
});

test("CPU time without a time to hold it against is not judged", () => {
  expect(overBudget({ ...nothing, cpuMs: 1e6 }, budget)).toBeUndefined();
});

test("memory and disk: at once", () => {
  expect(overBudget({ ...nothing, maxRssBytes: 1.5 * 1024 ** 3 }, budget)).toEqual({
    code: "over-budget",
    message: "stopped: its programs held 1.5 GiB of memory, their budget is 1 GiB",
    mend: "Raise `budget.memory` in the playbook, or make the step hold less: a shorter duration, a narrower target.",
  });
  expect(overBudget({ ...nothing, diskBytes: 600 * 1024 ** 2 }, budget)).toEqual({
    code: "over-budget",
    message: "stopped: it wrote 600 MiB, its budget is 512 MiB",
    mend: "Raise `budget.disk` in the playbook, or make the step write less: a lower frequency, a shorter duration.",
  });
});
