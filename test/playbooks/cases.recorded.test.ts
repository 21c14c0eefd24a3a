import { describe, expect, test } from "vitest";
import { readBundle } from "../../src/bundle/read-bundle.ts";
import { compareCase } from "../../src/case/compare-case.ts";
import { judgeRecording } from "../../src/case/judge-case.ts";
import { cases, playbookNamed, playbooks } from "./cases.ts";

describe.each(cases)("$playbook: $name", (recorded) => {
  test("says what it must, and nothing else", () => {
    expect(compareCase(recorded.expected, judgeRecording(recorded.folder, playbookNamed(recorded.playbook)))).toEqual(
      [],
    );
  });

  test("is a recording that nobody has changed", () => {
    expect(readBundle(recorded.folder).damaged).toEqual([]);
  });
});

test.each(playbooks)("%s does not fire on what is healthy to another playbook", (name) => {
  const others = cases.filter((one) => one.playbook !== name && one.expected.kind === "negative");
  for (const recorded of others) {
    const { verdict } = judgeRecording(recorded.folder, playbookNamed(name));
    expect(["fail", "warn"]).not.toContain(verdict.outcome);
  }
  expect(cases.filter((one) => one.playbook === name).map(({ expected }) => expected.kind)).toEqual(
    expect.arrayContaining(["positive", "negative", "missing"]),
  );
});
