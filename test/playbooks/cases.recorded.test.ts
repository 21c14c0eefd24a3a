import { describe, expect, test } from "vitest";
import { readBundle } from "../../src/bundle/read-bundle.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { cases, judgeCase, playbookNamed, playbooks } from "./cases.ts";

describe.each(cases)("$playbook: $name", (recorded) => {
  test("says what it must, and nothing else", () => {
    const { verdict, findings } = judgeCase(recorded, playbookNamed(recorded.playbook), temporaryFolder());
    const { expected } = recorded;
    expect(Object.fromEntries(findings.map(({ check, outcome }) => [check, outcome]))).toEqual(
      Object.fromEntries(Object.entries(expected.findings).map(([check, { outcome }]) => [check, outcome])),
    );
    expect(verdict.outcome).toBe(expected.verdict);
    for (const { check, message } of findings) {
      for (const word of expected.findings[check]?.says ?? []) expect(message).toContain(word);
    }
  });

  test("is a recording that nobody has changed", () => {
    expect(readBundle(recorded.folder).damaged).toEqual([]);
  });
});

test.each(playbooks)("%s does not fire on what is healthy to another playbook", (name) => {
  const others = cases.filter((one) => one.playbook !== name && one.expected.kind === "negative");
  for (const recorded of others) {
    const { verdict } = judgeCase(recorded, playbookNamed(name), temporaryFolder());
    expect(["fail", "warn"]).not.toContain(verdict.outcome);
  }
  expect(cases.filter((one) => one.playbook === name).map(({ expected }) => expected.kind)).toEqual(
    expect.arrayContaining(["positive", "negative", "missing"]),
  );
});
