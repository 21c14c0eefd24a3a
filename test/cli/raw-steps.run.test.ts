import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";
import { diag, readFindings, readManifest } from "./diag.ts";

/** Runs a playbook of these steps and checks, in YAML flow style, on the host or on this process. */
async function runSteps(steps: readonly string[], checks: readonly string[], words = ["--host"]) {
  const folder = temporaryFolder();
  const file = join(folder, "playbook.yaml");
  writeFileSync(
    file,
    `apiVersion: diag/v1
kind: Playbook
metadata: { name: raw, version: 1.0.0, title: Raw? }
spec:
  targets: [host, process]
  params:
    word: { type: string, default: "$(id); echo pwned", description: A word that a shell would run. }
  steps:
${steps.map((step) => `    - ${step}`).join("\n")}
  checks:
${checks.map((check) => `    - ${check}`).join("\n")}
`,
  );
  const out = join(folder, "bundle");
  const run = await diag(["run", file, ...words, "--out", out]);
  return {
    ...run,
    steps: readManifest(out).steps,
    state: readManifest(out).state,
    findings: readFindings(out).findings,
  };
}

test("each parser turns what a command prints into facts", async () => {
  const { exitCode, findings } = await runSteps(
    [
      `{ id: text, run: [echo, hello], parse: { as: text } }`,
      `{ id: json, run: [echo, '{"a": {"b": 42}}'], parse: { as: json, facts: { b: { kind: number, unit: count, path: /a/b } } } }`,
      `{ id: regex, run: [echo, "drops: 7"], parse: { as: regex, pattern: "drops: (?<drops>[0-9]+)", facts: { drops: { kind: number, unit: count } } } }`,
      `{ id: csv, run: [printf, "name,n\\\\na,1\\\\nb,2\\\\n"], parse: { as: csv } }`,
      `{ id: table, run: [printf, "NAME N\\\\nx 5\\\\n"], parse: { as: table } }`,
      `{ id: folded, run: [echo, "main;hot 9"], parse: { as: folded, unit: samples } }`,
    ],
    [
      `{ id: all, title: All, info: 'text.lines == 1 && json.b == 42 && regex.drops == 7 && csv.rows.size() == 2 && table.rows.size() == 1 && folded.stacks.total == 9', message: "\${{ json.b }} and \${{ folded.stacks.total }}" }`,
    ],
  );
  expect(findings).toMatchObject([{ check: "all", outcome: "info", message: "42 and 9 samples" }]);
  expect(exitCode).toBe(0);
});

test("words never go through a shell", async () => {
  const { findings } = await runSteps(
    [`{ id: said, run: [echo, "\${{ params.word }}"], parse: { as: text } }`],
    [`{ id: literal, title: Literal, info: 'said.text.contains("$(id); echo pwned")', message: "\${{ said.text }}" }`],
  );
  expect(findings[0]).toMatchObject({ outcome: "info" });
});

test("when and needs: a step is skipped with its reason, and its check is unknown", async () => {
  const { exitCode, steps, findings } = await runSteps(
    [
      `{ id: first, run: [echo, "n=1"], parse: { as: regex, pattern: "n=(?<n>[0-9])", facts: { n: { kind: number } } } }`,
      `{ id: second, needs: [first], when: first.n > 1, run: [echo, "m=2"], parse: { as: regex, pattern: "m=(?<m>[0-9])", facts: { m: { kind: number } } } }`,
      `{ id: third, needs: [second], run: [echo], parse: { as: text } }`,
    ],
    [`{ id: rule, title: Rule, fail: second.m > 0, message: never }`],
  );
  expect(steps.map(({ id, status, reason }) => [id, status, reason?.message])).toEqual([
    ["first", "ok", undefined],
    ["second", "skipped", "it applies only where first.n > 1"],
    ["third", "skipped", "step second, which it needs, was skipped"],
  ]);
  expect(findings[0]).toMatchObject({ outcome: "unknown", missing: [{ fact: "second.m" }] });
  expect(exitCode).toBe(4);
});

test("a program that there is not, and one that fails, leave their neighbours alone", async () => {
  const { steps } = await runSteps(
    [
      `{ id: absent, run: [no-such-program-of-diag], parse: { as: text } }`,
      `{ id: fails, run: [ls, /no/such/folder], parse: { as: text } }`,
      `{ id: fine, run: ["true"], parse: { as: text } }`,
    ],
    [`{ id: rule, title: Rule, info: fine.lines == 0, message: fine }`],
  );
  expect(steps[0]).toMatchObject({
    status: "failed",
    reason: { code: "binary-missing", mend: "Install no-such-program-of-diag on the node." },
  });
  expect(steps[1]).toMatchObject({ status: "failed", reason: { code: "exit-status" } });
  expect(steps[2]).toMatchObject({ status: "ok" });
});

test("onError: stop ends the others and says so", async () => {
  const { exitCode, state, steps } = await runSteps(
    [
      `{ id: bad, onError: stop, run: ["false"], parse: { as: json, facts: { x: { kind: number, path: /x } } } }`,
      `{ id: long, run: [sleep, "30"], duration: 30s, parse: { as: text } }`,
    ],
    [`{ id: rule, title: Rule, info: long.lines == 0, message: never }`],
  );
  expect(state).toBe("stopped");
  expect(steps[1]?.reason).toEqual({ code: "stopped", message: "an earlier step with onError: stop failed" });
  expect(exitCode).toBe(4);
});

test.skipIf(process.geteuid?.() !== 0)(
  "in: target-netns enters the target's network namespace [needs root]",
  async () => {
    const { findings } = await runSteps(
      [`{ id: net, run: [readlink, /proc/self/ns/net], in: target-netns, parse: { as: text } }`],
      [`{ id: same, title: Same, info: 'net.text.contains("net:[")', message: "\${{ net.text }}" }`],
      ["--pid", `${process.pid}`],
    );
    expect(findings[0]).toMatchObject({ outcome: "info" });
  },
);
