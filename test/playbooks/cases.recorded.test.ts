import { describe, expect, test } from "vitest";
import { readBundle } from "../../src/bundle/read-bundle.ts";
import { compareCase } from "../../src/case/compare-case.ts";
import { judgeRecording } from "../../src/case/judge-case.ts";
import { readManifest } from "../cli/diag.ts";
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

/** Healthy to one playbook, and what another says of it is so all the same. */
const soAllTheSame = new Map([
  // Its kernel's log tells of a container that was killed at its own limit.
  ["oom-kill", ["reaps-children"]],
]);

test.each(playbooks)("%s does not fire on what is healthy to another playbook", (name) => {
  const playbook = playbookNamed(name);
  const others = cases.filter((one) => one.playbook !== name && one.expected.kind === "negative");
  const alarms = others
    .filter(({ folder }) => playbook.spec.targets.includes(readManifest(folder).target.kind))
    .filter(({ folder }) => ["fail", "warn"].includes(judgeRecording(folder, playbook).verdict.outcome));
  expect(alarms.map((one) => one.name)).toEqual(soAllTheSame.get(name) ?? []);
  expect(cases.filter((one) => one.playbook === name).map(({ expected }) => expected.kind)).toEqual(
    expect.arrayContaining(["positive", "negative", "missing"]),
  );
});
