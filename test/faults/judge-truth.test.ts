import { expect, test } from "vitest";
import type { Finding, Findings, Outcome } from "../../src/documents/findings.generated.ts";
import { judgeTruth } from "./judge-truth.ts";

function findings(...list: [check: string, outcome: Outcome, message: string][]): Findings {
  const made = list.map(
    ([check, outcome, message]): Finding => ({ check, title: check, outcome, message, values: [], evidence: [] }),
  );
  return { schema: "diag/findings/v1", verdict: { outcome: "pass", message: "" }, findings: made };
}

const truth = {
  must: [
    { finding: "tcp/accept-queue", names: [":7801", "16"] },
    { finding: "tcp/slow", outcome: ["info"] },
    { finding: "other/thing" },
  ],
  may: [{ finding: "tcp/retransmits", because: "SYNs are sent again" }],
};

test("found and named", () => {
  const said = findings(["accept-queue", "fail", "queue of :7801 holds 16"], ["slow", "info", ""]);
  expect(judgeTruth("tcp", said, truth)).toEqual({
    found: ["tcp/accept-queue", "tcp/slow"],
    missed: [],
    named: ["tcp/accept-queue", "tcp/slow"],
    unnamed: [],
    allowed: [],
    falseAlarms: [],
  });
});

test("missed, found without its cause, allowed, and false", () => {
  const said = findings(
    ["accept-queue", "warn", "queue of :7801 is full"],
    ["slow", "pass", "fast"],
    ["retransmits", "warn", "1 %"],
    ["loss", "fail", "all is lost"],
  );
  expect(judgeTruth("tcp", said, truth)).toEqual({
    found: ["tcp/accept-queue"],
    missed: [{ finding: "tcp/slow", said: "pass: fast" }],
    named: [],
    unnamed: [{ finding: "tcp/accept-queue", lacks: ["16"], said: "warn: queue of :7801 is full" }],
    allowed: ["tcp/retransmits"],
    falseAlarms: [{ finding: "tcp/loss", said: "fail: all is lost" }],
  });
});

test("a check that fails to say anything is a false alarm", () => {
  expect(judgeTruth("tcp", findings(["late", "error", "division by zero"]), truth)).toMatchObject({
    falseAlarms: [{ finding: "tcp/late", said: "error: division by zero" }],
  });
});

test("of a playbook that is not one of the fault's own nothing can be missed", () => {
  expect(judgeTruth("dns", findings(["slow", "fail", "slow"]), truth)).toMatchObject({
    missed: [],
    falseAlarms: [{ finding: "dns/slow" }],
  });
});
