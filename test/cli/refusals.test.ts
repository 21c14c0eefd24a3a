import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";
import { diag } from "./diag.ts";

const self = `${process.pid}`;

test("no such pid", async () => {
  const { exitCode, stdout, stderr } = await diag(["run", "cpu-hot", "--pid", "4194304"]);
  expect({ exitCode, stdout, stderr }).toEqual({
    exitCode: 5,
    stdout: "",
    stderr:
      "error target-not-found: No process has the pid 4194304\n  List the processes with `ps -ef`; inside a container the pid differs from the host's.\n",
  });
});

test.each(["0", "-3", "12x", "1.5"])("a pid that is none: %s", async (pid) => {
  const { exitCode, stderr } = await diag(["run", "cpu-hot", `--pid=${pid}`]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(
    `error: option '--pid <pid>' argument '${pid}' is invalid. A pid is a whole number above 0.`,
  );
});

test("no target", async () => {
  const { exitCode, stderr } = await diag(["run", "cpu-hot"]);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr:
      "error target-missing: The command does not say what to diagnose\n  Add --pod NAME for a pod, --node NAME for a node, --container NAME for a container, --pid PID for a process, or --host for this machine.\n",
  });
});

test("unknown playbook", async () => {
  const { exitCode, stderr } = await diag(["run", "cpu-hto", "--pid", self]);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: "error playbook-not-found: There is no playbook cpu-hto\n  Did you mean `cpu-hot`?\n",
  });
});

test.each([
  ["duration=5h", "error param-range: duration is 5h; it must be between 1s and 10m\n  How long to watch.\n"],
  [
    "duration=banana",
    'error param-type: duration is "banana"; it must be a duration\n  Write a duration such as 10s or 1m30s: How long to watch.\n',
  ],
  ["frequency=1e9", expect.stringContaining("error param-range: frequency is 1e9; it must be between 1 and 999\n")],
  [
    "frequenzy=9",
    "error param-unknown: cpu-hot has no param frequenzy\n  Did you mean `frequency`? There are `duration`, `frequency`.\n",
  ],
])("param %s", async (param, message) => {
  const { exitCode, stdout, stderr } = await diag(["run", "cpu-hot", "--pid", self, "--param", param]);
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 2, stdout: "", stderr: message });
});

test("every wrong param is told at once", async () => {
  const { stderr } = await diag(["plan", "cpu-hot", "--pid", self, "--param", "duration=5h", "--param", "x=1"]);
  expect(stderr.match(/^error /gm)).toHaveLength(2);
});

test("--out that is not empty", async () => {
  const out = temporaryFolder();
  writeFileSync(join(out, "mine"), "");
  const { exitCode, stderr } = await diag(["run", "cpu-hot", "--pid", self, "--out", out]);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: `error output-not-empty: ${out} is not empty\n  Give --out a new or empty folder: a run never overwrites another.\n`,
  });
});

test("--out that cannot be written", async () => {
  const { exitCode, stderr } = await diag(["run", "cpu-hot", "--pid", self, "--out", "/proc/diag"]);
  expect(exitCode).toBe(2);
  expect(stderr).toBe(
    "error output-not-writable: /proc/diag cannot be written: ENOENT: no such file or directory, mkdir '/proc/diag'\n  Give --out a folder that you may write to.\n",
  );
});

/** A playbook's text that is not one, and all that diag says. */
const broken: [string, (file: string) => Uint8Array | string, (file: string) => string][] = [
  [
    "invalid YAML",
    () => "apiVersion: diag/v1\nmetadata: { name: x\n",
    (file) =>
      `error yaml-syntax: Flow map in block collection must be sufficiently indented and end with a }\n  at ${file}:3:1\n  3 | \n      ^\n`,
  ],
  [
    "a bomb of aliases",
    () =>
      `a0: &a0 [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(",")}]`).join("\n")}\n`,
    (file) => `error yaml-alias: ${file} multiplies itself by aliases`,
  ],
  [
    "10 MB",
    () => Buffer.alloc(10_000_000, "# x\n"),
    (file) =>
      `error playbook-too-large: ${file} has 10000000 bytes; a playbook has at most 1048576\n  Is it the right file?\n`,
  ],
  [
    "NUL bytes",
    () => Buffer.from([0x61, 0, 0x62]),
    (file) =>
      `error playbook-unreadable: ${file} is not UTF-8 text\n  Save it as UTF-8, without NUL bytes. Is it the right file?\n`,
  ],
];

test.each(broken)("a playbook of %s", async (_name, content, message) => {
  const file = join(temporaryFolder(), "playbook.yaml");
  writeFileSync(file, content(file));
  const { exitCode, stdout, stderr } = await diag(["run", file, "--pid", self]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).toContain(message(file));
});

test("lint tells every error of every file with its place", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "one"));
  const file = join(folder, "one", "playbook.yaml");
  writeFileSync(
    file,
    `apiVersion: diag/v1
kind: Playbook
metadata: { name: one, version: 1.0.0, title: One? }
spec:
  targets: [host]
  steps:
    - { id: cpu, tool: mpstat, with: { duration: 5h } }
  checks:
    - id: busy
      title: Busy
      fail: cpu.sytem > 80
      message: "\${{ cpu.busy }}"
`,
  );
  const { exitCode, stderr } = await diag(["playbook", "lint", file]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(
    /^error unknown-fact: unknown fact `cpu\.sytem`; mpstat has `cpu\.busy`, `cpu\.user`, `cpu\.system`, /m,
  );
  expect(stderr).toContain(
    `  at ${file}:11:13\n  11 |       fail: cpu.sytem > 80\n                   ^^^^^^^^^\n  Did you mean \`cpu.system\`?\n`,
  );
});

test("a word that is no command", async () => {
  const { exitCode, stderr } = await diag(["rnu"]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("error: unknown command 'rnu'\n(Did you mean run?)");
});
