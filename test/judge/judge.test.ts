import { expect, test } from "vitest";
import { judged, percent } from "./judged.ts";

const check = (id: string, level: string, rule: string) =>
  `- { id: ${id}, title: ${id}, ${level}: ${rule}, message: ${id} found. }\n`;
const verdict = (...args: Parameters<typeof judged>) => judged(...args).verdict;
const facts = { cpu: { busy: percent(50) } };

const [fails, warns, informs, passes, unknown, broken] = [
  check("fails", "fail", "cpu.busy > 1"),
  check("warns", "warn", "cpu.busy > 1"),
  check("informs", "info", "cpu.busy > 1"),
  check("passes", "fail", "cpu.busy > 99"),
  check("unknown", "fail", "cpu.steal > 1"),
  check("broken", "fail", "1 / 0 > 1"),
];

test("findings stand by outcome, within one as the playbook has them", () => {
  const checks = passes + broken + unknown + informs + warns + check("fails-too", "fail", "cpu.busy > 2") + fails;
  expect(judged(checks, facts).findings.map(({ check: id, outcome }) => `${outcome} ${id}`)).toEqual([
    "fail fails-too",
    "fail fails",
    "warn warns",
    "info informs",
    "unknown unknown",
    "error broken",
    "pass passes",
  ]);
});

test("the verdict is the first fail or warn, whatever else is open", () => {
  expect(verdict(unknown + warns + fails, facts)).toEqual({ outcome: "fail", message: "fails found.", check: "fails" });
  expect(verdict(unknown + warns, facts)).toEqual({ outcome: "warn", message: "warns found.", check: "warns" });
});

test("without one, what is open is told before a clean bill is given", () => {
  expect(verdict(passes + unknown + broken, facts, { healthy: "healthy: All well." })).toEqual({
    outcome: "unknown",
    message: "No problem in the one check that could be decided; not known: unknown; broken.",
  });
  expect(verdict(informs + passes + unknown, facts)).toEqual({
    outcome: "unknown",
    message: "No problem in the 2 checks that could be decided; not known: unknown.",
  });
  expect(verdict(unknown, facts)).toEqual({
    outcome: "unknown",
    message: "No check could be decided; not known: unknown.",
  });
});

test("info is told where nothing is wrong", () => {
  expect(verdict(passes + informs, facts, { healthy: "healthy: All well." })).toEqual({
    outcome: "info",
    message: "informs found.",
    check: "informs",
  });
});

test("a healthy target is told in the playbook's words", () => {
  expect(verdict(passes, facts, { healthy: "healthy: All well at ${{ cpu.busy }}." })).toEqual({
    outcome: "pass",
    message: "All well at 50\u202f%.",
  });
});

test("without such words, or without their facts, the first check's are told", () => {
  expect(verdict(passes, facts)).toEqual({ outcome: "pass", message: "Not so: passes." });
  expect(verdict(passes, facts, { healthy: "healthy: Steal is ${{ cpu.steal }}." })).toEqual({
    outcome: "pass",
    message: "Not so: passes.",
  });
});

test("where no check applies nothing is known", () => {
  const never = "- { id: never, title: Never, when: 'false', fail: cpu.busy > 1, message: Never. }\n";
  expect(judged(never, facts, { healthy: "healthy: All well." })).toEqual({
    schema: "diag/findings/v1",
    verdict: { outcome: "unknown", message: "No check of this playbook applies to the target." },
    findings: [],
  });
});
