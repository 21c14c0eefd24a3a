import { expect, test } from "vitest";
import { matrix } from "./matrix.ts";
import { playbookFaults } from "./playbook-faults.ts";
import type { PlaybookRecord } from "./record.ts";

const [open] = matrix;
const locked = matrix.find(({ name }) => name === "lockdown");
if (open === undefined || locked === undefined) throw new Error("the matrix lacks an entry");

const waits: PlaybookRecord = {
  kind: "playbook",
  name: "off-cpu",
  exitCode: 3,
  seconds: 40,
  steps: { off: "bpftrace" },
  findings: { "lock-wait": { outcome: "fail", message: "1 of 7 threads waits for a lock, longest in hold_lock (…)" } },
  report: { title: "# fail: 1 of 7 threads waits for a lock", htmlBytes: 200_000 },
};

test("a run that names the cause, by the variant that the kernel allows", () => {
  expect(playbookFaults(waits, open)).toEqual([]);
  expect(playbookFaults({ ...waits, steps: { off: "procfs" } }, locked)).toEqual([]);
});

test("every way in which it is not as it must be", () => {
  expect(playbookFaults({ ...waits, steps: { off: "procfs" } }, open)).toEqual([
    "off was answered by procfs, not bpftrace",
  ]);
  const nothing = {
    exitCode: 5,
    steps: {},
    findings: {},
    report: { title: "", htmlBytes: 0 },
    said: "no such process",
  };
  expect(playbookFaults({ ...waits, ...nothing }, open)).toEqual([
    "it ended with 5, not 3: no such process",
    "off was answered by undefined, not bpftrace",
    "lock-wait says undefined: undefined",
    "it made no page",
  ]);
});
