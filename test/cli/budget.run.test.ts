import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";
import { diag, readManifest, readReport } from "./diag.ts";
import { isRoot } from "./requirements.ts";

/** Runs a playbook of these steps, in YAML flow style, with this budget. */
async function runSteps(steps: readonly string[], budget: string) {
  const file = playbookOf(steps, budget);
  const out = join(temporaryFolder(), "bundle");
  const run = await diag(["run", file, "--host", "--out", out]);
  return { ...run, out, manifest: readManifest(out) };
}

function playbookOf(steps: readonly string[], budget: string): string {
  const folder = temporaryFolder();
  const file = join(folder, "playbook.yaml");
  writeFileSync(
    file,
    `apiVersion: diag/v1
kind: Playbook
metadata: { name: budget, version: 1.0.0, title: Budget? }
spec:
  targets: [host]
  budget: { ${budget} }
  steps:
${steps.map((step) => `    - ${step}`).join("\n")}
  checks:
    - { id: rule, title: Rule, info: greedy.lines >= 1, message: "\${{ greedy.lines }} lines" }
`,
  );
  return file;
}

const beside = `{ id: beside, tool: cpu-pressure, with: { duration: 1s } }`;

test("a step that works beyond its budget is stopped: what it printed is kept, its neighbour is not touched", async () => {
  const { manifest, exitCode, out } = await runSteps(
    [`{ id: greedy, run: [sh, -c, "echo first; while :; do :; done"], duration: 20s, parse: { as: text } }`, beside],
    "cpu: 20",
  );
  const [greedy, neighbour] = manifest.steps;
  expect(greedy).toMatchObject({
    status: "partial",
    reason: {
      code: "over-budget",
      message: expect.stringMatching(/^stopped: it used \d+ % of a core on average over [\d.]+ s, its budget is 20 %$/),
      mend: "Raise `budget.cpu` in the playbook, or lower the frequency of the step.",
    },
    stdoutBytes: 6,
  });
  expect(greedy?.durationMs).toBeLessThan(18_000);
  expect(greedy?.cost?.cpuMs).toBeGreaterThan(3_000);
  expect(greedy?.cost?.maxRssBytes).toBeGreaterThan(100_000);
  expect(neighbour).toMatchObject({ status: "ok" });
  // What it printed was enough for the check.
  expect(exitCode).toBe(0);
  expect(readReport(out)).toMatch(/stopped: it used \d+ % of a core on average over/);
  // The runner's own part and the tools' make the whole.
  const { cpuMs = 0, runnerCpuMs = 0 } = manifest.cost ?? {};
  expect(runnerCpuMs).toBeGreaterThan(0);
  expect(cpuMs - runnerCpuMs).toBeGreaterThanOrEqual((greedy?.cost?.cpuMs ?? 0) - 50);
});

test("a step that holds too much memory is stopped at once", async () => {
  const hold = "const held = Buffer.alloc(300 * 1024 * 1024, 1); console.log(1); setTimeout(() => held, 20000)";
  const { manifest } = await runSteps(
    [
      `{ id: greedy, run: [${JSON.stringify(process.execPath)}, -e, "${hold}"], duration: 20s, parse: { as: text } }`,
      beside,
    ],
    "memory: 200MiB",
  );
  expect(manifest.steps[0]).toMatchObject({
    reason: {
      code: "over-budget",
      message: expect.stringMatching(/^stopped: its programs held \d+ MiB of memory, their budget is 200 MiB$/),
    },
  });
  expect(manifest.steps[0]?.durationMs).toBeLessThan(8_000);
  expect(manifest.steps[1]).toMatchObject({ status: "ok" });
});

test("a step that writes too much is stopped at once", async () => {
  const { manifest } = await runSteps(
    [
      `{ id: greedy, run: [sh, -c, "while :; do head -c 100000 /dev/zero | tr '\\\\0' '\\\\n'; sleep 0.02; done"], duration: 20s, maxOutput: 64MiB, parse: { as: text } }`,
      beside,
    ],
    "disk: 1MiB",
  );
  expect(manifest.steps[0]).toMatchObject({
    status: "partial",
    reason: {
      code: "over-budget",
      message: expect.stringMatching(/^stopped: it wrote [\d.]+ MiB, its budget is 1 MiB$/),
    },
  });
  expect(manifest.steps[0]?.cost?.diskBytes).toBeGreaterThan(1024 ** 2);
  expect(manifest.steps[1]).toMatchObject({ status: "ok" });
});

test.skipIf(!isRoot)(
  "a node that is short of disk is left alone, unless --force says so [needs root to mount a small disk]",
  async () => {
    const disk = temporaryFolder();
    await execa("mount", ["-t", "tmpfs", "-o", "size=64m", "tmpfs", disk]);
    onTestFinished(async () => void (await execa("umount", [disk])));
    const file = playbookOf([`{ id: greedy, run: [echo, hello], parse: { as: text } }`], "disk: 64MiB");
    const words = ["run", file, "--host", "--out", join(disk, "bundle")];

    const refused = await diag(words);
    expect(refused.exitCode).toBe(5);
    expect(refused.stdout).toBe("");
    expect(refused.stderr).toMatch(
      /^error node-in-trouble: The node is in trouble: [\d.]+ MiB of 64 MiB is free where the output goes, and twice a step's disk budget, 128 MiB, is wanted \(at the moment: .*load [\d.]+ on \d+ CPUs\)$/m,
    );
    expect(refused.stderr).toContain("or run with `--force` where the answer is worth the risk.");
    // Nothing was measured, and nothing is left behind.
    expect(readdirSync(disk)).toEqual([]);

    const forced = await diag([...words, "--force"]);
    expect(forced.exitCode).toBe(0);
    const note = /The node was in trouble when the run started, and --force was given: [\d.]+ MiB of 64 MiB is free/;
    expect(readReport(join(disk, "bundle")).replaceAll("\\", "")).toMatch(note);
    expect(readReport(join(disk, "bundle"), "report.html")).toMatch(note);
  },
);
