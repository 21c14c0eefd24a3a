import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readBundle } from "../../src/bundle/read-bundle.ts";
import { compareCase } from "../../src/case/compare-case.ts";
import { judgeRecording } from "../../src/case/judge-case.ts";
import { readCase } from "../../src/case/read-case.ts";
import { recordCase } from "../../src/case/record-case.ts";
import type { Case } from "../../src/documents/case.generated.ts";
import { playbookNamed } from "../playbooks/cases.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** A real run, as a bundle. */
const bundle = join(import.meta.dirname, "../../playbooks/cpu-hot/cases/hot-function");
const playbook = playbookNamed("cpu-hot");

function record(to: string, replace: Record<string, string> = {}) {
  return recordCase({ bundle, to, playbook, recorded: "hot.c; diag run cpu-hot", replace });
}

test("a case says what its run said, holds only what a replay needs, and nothing that is changed unseen", () => {
  const folder = temporaryFolder();
  const to = join(folder, "cases", "hot");
  const { expected, changed, files } = record(to);
  expect(changed).toEqual([]);
  expect(expected).toMatchObject({
    recorded: "hot.c; diag run cpu-hot",
    kind: "positive",
    verdict: "fail",
    findings: { "hot-function": { outcome: "fail" }, throttled: { outcome: "pass" } },
  });
  expect(readCase(folder, "hot")).toEqual({ name: "hot", folder: to, expected });
  const { damaged, manifest } = readBundle(to);
  expect(damaged).toEqual([]);
  expect(Object.keys(manifest.files)).toHaveLength(files - 2);
  expect(Object.keys(manifest.files).filter((path) => !/^(plan|probe)\.json$|^steps\//.test(path))).toEqual([]);
  expect(compareCase(expected, judgeRecording(to, playbook))).toEqual([]);
});

test("what the user replaces is replaced everywhere, and a change of an outcome by it is told", () => {
  const to = join(temporaryFolder(), "hot");
  expect(record(to, { checksum: "work" }).changed).toEqual([]);
  expect(judgeRecording(to, playbook).verdict.message).toContain("work burns");
  // Without a name the function cannot be told any more.
  expect(record(to, { checksum: "[unknown]" }).changed).toContain("hot-function");
});

test("a folder that is no case is not touched", () => {
  const to = temporaryFolder();
  writeFileSync(join(to, "mine"), "mine");
  expect(() => record(to)).toThrow(`${to} is no case, and not empty`);
  expect(readFileSync(join(to, "mine"), "utf8")).toBe("mine");
});

test("a case that is not valid says where and what", () => {
  const folder = temporaryFolder();
  record(join(folder, "cases", "hot"));
  writeFileSync(join(folder, "cases", "hot", "expected.yaml"), "recorded: x\nkind: good\nverdict: fail\n");
  expect(() => readCase(folder, "hot")).toThrow(
    expect.objectContaining({
      errors: [
        expect.objectContaining({ message: "the case must have required property 'findings'" }),
        expect.objectContaining({
          message: "kind must be equal to one of the allowed values positive negative missing",
          at: expect.objectContaining({ line: 2, column: 7 }),
        }),
      ],
    }),
  );
});

test("each difference is a sentence", () => {
  const { expected } = record(join(temporaryFolder(), "hot"));
  const { throttled: _, ...findings } = expected.findings;
  const wrong: Case = {
    ...expected,
    verdict: "pass",
    findings: {
      ...findings,
      steal: { outcome: "fail" },
      none: { outcome: "pass" },
      "hot-function": { outcome: "fail", says: ["nobody"] },
    },
  };
  const problems = compareCase(wrong, judgeRecording(bundle, playbook)).map((text) => text.split(":")[0]);
  expect(problems).toEqual([
    "the verdict must be pass, and is fail",
    expect.stringContaining("hot-function does not say “nobody”"),
    "steal must be fail, and is pass",
    "none must be pass, and does not apply",
    "throttled is not expected, and is pass",
  ]);
});
