import { chmodSync, copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { mountDisk } from "../chaos/full-disk.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { buildWorkloads, startWorkload } from "../tools/workloads.ts";
import { diag, readFindings, readManifest, readReport } from "./diag.ts";
import { isRoot } from "./requirements.ts";

beforeAll(() => buildWorkloads(["hot"]));

/** A playbook of one tool and one check over it. */
function playbookOf(tool: string, fact: string, more = ""): string {
  const file = join(temporaryFolder(), "playbook.yaml");
  writeFileSync(
    file,
    `apiVersion: diag/v1
kind: Playbook
metadata: { name: one, version: 1.0.0, title: One? }
spec:
  targets: [host]
  steps:
    - { id: it, tool: ${tool}, with: { duration: 1s }${more} }
    - { id: beside, tool: cpu-pressure, with: { duration: 1s } }
  checks:
    - { id: rule, title: Rule, fail: it.${fact} > 1e9, message: never }
    - { id: other, title: Other, info: beside.cpus >= 1, message: "\${{ beside.cpus }}" }
`,
  );
  return file;
}

/** A folder for the front of PATH with a program that stands in for a tool. */
function standIn(name: string, script: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
  return folder;
}

async function runWith(folder: string, more = "") {
  const out = `${temporaryFolder()}/bundle`;
  const run = await diag(["run", playbookOf("mpstat", "busy", more), "--host", "--out", out], {
    env: { PATH: `${folder}:${process.env["PATH"]}` },
  });
  const [it, beside] = readManifest(out).steps;
  const findings = readFindings(out).findings;
  return { ...run, out, it, beside, rule: findings.find(({ check }) => check === "rule") };
}

test("a tool that hangs is stopped; its neighbour is not lost", async () => {
  const { exitCode, it, beside, rule } = await runWith(standIn("mpstat", "sleep 600"), ", timeout: 2s");
  expect(it).toMatchObject({
    status: "failed",
    reason: { code: "timeout", message: "stopped after its timeout of 2 s" },
  });
  expect(beside).toMatchObject({ status: "ok" });
  expect(rule).toMatchObject({ outcome: "unknown", missing: [{ fact: "it.busy" }] });
  expect(exitCode).toBe(4);
});

test("a tool that prints garbage is told apart from one that says all is well", async () => {
  const { exitCode, it, rule } = await runWith(standIn("mpstat", "head -c 100000 /dev/urandom"));
  expect(it).toMatchObject({ status: "failed" });
  expect(rule?.outcome).toBe("unknown");
  expect(exitCode).toBe(4);
});

test("a tool that prints without end is stopped at its limit", async () => {
  const { it, out, beside } = await runWith(
    standIn("mpstat", "yes '{\"a\": 1}' | head -c 10000000000"),
    ", maxOutput: 1MiB",
  );
  expect(it?.status).toBe("failed");
  expect(readManifest(out).files["steps/it/sysstat.stdout"]?.bytes).toBe(1024 * 1024);
  expect(JSON.stringify(it)).toContain("stopped at its output limit of 1048576 bytes");
  expect(beside?.status).toBe("ok");
});

test("a tool that dies says how", async () => {
  const { it } = await runWith(standIn("mpstat", "echo 'cannot do it' >&2; exit 7"));
  expect(it).toMatchObject({
    status: "failed",
    reason: { code: "exit-status", message: "it exited with 7: cannot do it" },
  });
});

test.skipIf(!isRoot)("no variant can run: unknown, with the package that mends it [needs root]", async () => {
  const out = `${temporaryFolder()}/bundle`;
  const words = ["run", playbookOf("mpstat", "busy"), "--host", "--out", out];
  const main = join(import.meta.dirname, "../../src/cli/main.ts");
  // A mount namespace of its own, in which the tool cannot be executed.
  const hidden = `for tool in /usr/bin/mpstat /bin/mpstat; do mount --bind /dev/null $tool; done; exec "$@"`;
  const { exitCode, stdout } = await execa(
    "unshare",
    ["-m", "sh", "-c", hidden, "sh", process.execPath, main, ...words],
    { reject: false },
  );
  expect(exitCode).toBe(4);
  expect(readManifest(out).steps[0]).toMatchObject({
    status: "failed",
    reason: { code: "binary-missing", message: "mpstat not found", mend: "apt install sysstat" },
  });
  expect(stdout).toContain("apt install sysstat");
});

test.skipIf(!isRoot)(
  "a disk that fills up during the run: what was collected stays readable [needs root]",
  async () => {
    const disk = temporaryFolder();
    await execa("mount", ["-t", "tmpfs", "-o", "size=3m", "tmpfs", disk]);
    onTestFinished(async () => void (await execa("umount", [disk])));
    const out = join(disk, "bundle");
    const words = ["run", playbookOf("mpstat", "busy", ", maxOutput: 64MiB"), "--host", "--out", out, "--force"];
    const run = await diag(words, {
      env: { PATH: `${standIn("mpstat", "yes 0123456789abcdef | head -c 30000000")}:${process.env["PATH"]}` },
    });
    const manifest = readManifest(out);
    expect(manifest.steps[0]).toMatchObject({ status: "failed" });
    expect(JSON.stringify(manifest.steps[0])).toContain("the disk of the output folder is full");
    expect(manifest.steps[1]).toMatchObject({ status: "ok" });
    expect(manifest.state).toBe("complete");
    expect(run.exitCode).toBe(4);
    expect(readReport(out)).toContain("disk of the output folder is full");
  },
);

test.skipIf(!isRoot)("a disk that is full from the start: one clear error, and no folder [needs root]", async () => {
  const folder = temporaryFolder();
  await using disk = await mountDisk(join(folder, "disk"));
  disk.fill();
  const out = join(folder, "disk/bundle");
  const { exitCode, stderr } = await diag(["run", playbookOf("mpstat", "busy"), "--host", "--out", out]);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr:
      "error output-not-writable: ENOSPC: no space left on device, write\n  Free space, or give --out another disk. `diag report` renders a bundle that is there.\n",
  });
  expect(existsSync(out)).toBe(false);
});

test.skipIf(!isRoot)("a process of another user without root [needs root to become another user]", async () => {
  await using workload = await startWorkload("hot");
  const home = temporaryFolder();
  chmodSync(home, 0o777);
  const { exitCode, stderr } = await diag(["run", "cpu-hot", "--pid", `${workload.pid}`], {
    uid: 65534,
    gid: 65534,
    cwd: home,
    env: { HOME: home },
  });
  expect({ exitCode, stderr }).toEqual({
    exitCode: 5,
    stderr: `error target-forbidden: Process ${workload.pid} (hot) belongs to user id 0, you are 65534\n  Run diag as root or with sudo.\n`,
  });
});

test.skipIf(!isRoot)("a process whose name is an attack: harmless in every format [needs root]", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "bin"));
  const name = Buffer.concat([Buffer.from(`${folder}/bin/<script>\x1b[31m\n`), Buffer.from([0xff, 0xfe])]);
  copyFileSync("/tmp/diag-workloads/hot", name as unknown as string);
  chmodSync(name as unknown as string, 0o755);
  const started = execa("sh", ["-c", 'exec "$0"/bin/*script* 30', folder], { reject: false });
  onTestFinished(() => void started.kill("SIGKILL"));
  await new Promise((resolve) => setTimeout(resolve, 500));
  const out = `${temporaryFolder()}/bundle`;
  const { stdout, stderr } = await diag([
    "run",
    "cpu-hot",
    "--pid",
    `${started.pid}`,
    "--param",
    "duration=2s",
    "--out",
    out,
  ]);
  const control = /[^\n\x20-\x7e\u00a0-\uffff]/u;
  expect(stdout).not.toMatch(control);
  expect(stderr).not.toMatch(control);
  // A terminal knows no markup: there the name stands as it is, its escapes made visible. What is found depends on the load.
  expect(stderr).toMatch(/<script>(␛|\\x1b)\[31m/);
  const html = readReport(out, "report.html");
  expect(html).not.toContain("<script>\x1b");
  expect(html).not.toMatch(/[\x00-\x08\x0b-\x1f]/);
  // In a code span Markdown takes no markup either.
  expect(readReport(out).replace(/`[^`\n]*`/g, "")).not.toContain("<script>");
});
