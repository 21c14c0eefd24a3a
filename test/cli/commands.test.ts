import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import validatePlan from "../../src/documents/validate-plan.generated.js";
import validateProbe from "../../src/documents/validate-probe.generated.js";
import { tools } from "../../src/tools/registry.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { diag } from "./diag.ts";

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"));
const self = `${process.pid}`;

test.each(["--version", "-V"])("%s", async (flag) => {
  expect(await diag([flag])).toMatchObject({ exitCode: 0, stdout: `${version}\n`, stderr: "" });
});

test.each([
  [[]],
  [["run"]],
  [["plan"]],
  [["report"]],
  [["flame"]],
  [["playbook", "list"]],
  [["playbook", "show"]],
  [["playbook", "lint"]],
  [["doctor"]],
  [["completion"]],
])("diag %s --help has examples, on stdout", async (words) => {
  const { exitCode, stdout, stderr } = await diag([...words, "--help"]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toMatch(/^Usage: diag /);
  expect(stdout).toMatch(/\nExamples:\n {2}\$ /);
});

test("plan shows everything that a run would do, and makes nothing", async () => {
  const cwd = temporaryFolder();
  const { exitCode, stdout, stderr } = await diag(["plan", "cpu-hot", "--pid", self, "--param", "duration=90s"], {
    cwd,
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toContain(`cpu-hot 1.1.0 on process ${self}\n`);
  expect(stdout).toContain("takes 90 s · costs about");
  expect(stdout).toContain("params duration=90 frequency=49\n");
  expect(stdout).toContain(
    `    1. perf (perf, perf-events)\n         perf record -e cpu-clock -F 49 -g --no-bpf-event -p ${self} `,
  );
  expect(stdout).toContain("  CAP_SYS_ADMIN: to load BPF programs (cpu, waits)\n");
  expect(execFileSync("ls", ["-A", cwd], { encoding: "utf8" })).toBe("");
});

test("plan --json is a plan by its schema", async () => {
  const { stdout } = await diag(["plan", "cpu-hot", "--host", "--json"]);
  const plan = JSON.parse(stdout);
  expect(validatePlan(plan)).toBe(true);
  expect(plan).toMatchObject({ target: { kind: "host" }, windowMs: 10_000, params: { duration: 10, frequency: 49 } });
});

test("doctor tells each tool: the variant that runs, or why none does", async () => {
  const { exitCode, stdout } = await diag(["doctor", "--json"]);
  expect(exitCode).toBe(0);
  const { probe, tools: examined } = JSON.parse(stdout);
  expect(validateProbe(probe)).toBe(true);
  // What a cluster is asked for is nothing that this machine could have.
  const here = tools.map(({ name }) => name).filter((name) => !["pod", "node"].includes(name));
  expect(examined.map(({ tool }: { tool: string }) => tool)).toEqual(here);
  for (const { variant, rejected } of examined) expect(variant !== null || rejected.length > 0).toBe(true);
  const plain = await diag(["doctor"]);
  expect(plain.stdout).toMatch(/^process +procfs +runs$/m);
});

test("playbook list, show, show --yaml, lint", async () => {
  expect((await diag(["playbook", "list"])).stdout).toMatch(/^cpu-hot +Who burns the CPU/m);
  const shown = (await diag(["playbook", "show", "cpu-hot"])).stdout;
  expect(shown).toContain("  duration: duration, default 10s, from 1s to 10m. How long to watch.\n");
  const file = join(import.meta.dirname, "../../playbooks/cpu-hot/playbook.yaml");
  expect((await diag(["playbook", "show", "cpu-hot", "--yaml"])).stdout).toBe(readFileSync(file, "utf8"));
  expect(await diag(["playbook", "lint", file])).toMatchObject({
    exitCode: 0,
    stdout: `${file}: cpu-hot 1.1.0 is valid\n`,
    stderr: "",
  });
});

test("playbook record makes a case of a bundle, playbook test holds the playbook to it", async () => {
  const mine = join(temporaryFolder(), "cpu-hot");
  cpSync(join(import.meta.dirname, "../../playbooks/cpu-hot"), mine, { recursive: true });
  const [bundle, to] = [join(mine, "cases", "idle"), join(mine, "cases", "again")];
  const { exitCode, stdout } = await diag(["playbook", "record", bundle, to, "--replace", "idle=quiet"]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(new RegExp(`^${to}: negative, \\d+ files, `));
  expect(await diag(["playbook", "test", mine])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^cpu-hot 1\.1\.0\n {2}ok {4}again\n[\s\S]*\n\n7 cases passed, 0 failed\n$/),
  });

  const expected = join(to, "expected.yaml");
  writeFileSync(expected, readFileSync(expected, "utf8").replace("verdict: pass", "verdict: warn"));
  expect(await diag(["playbook", "test", mine])).toMatchObject({
    exitCode: 2,
    stdout: expect.stringContaining("  FAIL  again\n          the verdict must be warn, and is pass: Nothing to see"),
  });
  expect(await diag(["playbook", "record", bundle, to, "--replace", "idle"])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("--replace idle does not say by what"),
  });
});

test("a playbook of the user's own is found by its name before diag's", async () => {
  const config = temporaryFolder();
  const folder = join(config, "diag", "playbooks", "cpu-hot");
  execFileSync("mkdir", ["-p", folder]);
  execFileSync("cp", [join(import.meta.dirname, "../../playbooks/cpu-hot/playbook.yaml"), folder]);
  const { stdout } = await diag(["playbook", "list", "--json"], { env: { XDG_CONFIG_HOME: config } });
  const named = JSON.parse(stdout).filter(({ name }: { readonly name: string }) => name === "cpu-hot");
  expect(named).toMatchObject([{ file: join(folder, "playbook.yaml") }]);
});

test.each(["bash", "zsh", "fish"])("completion for %s", async (shell) => {
  const { exitCode, stdout } = await diag(["completion", shell]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("diag");
  if (shell === "bash") execFileSync("bash", ["-n"], { input: stdout });
});

test("completion knows playbooks, commands and options", async () => {
  expect((await diag(["complete", "--", "run", "cp"])).stdout).toMatch(/^cpu-hot\t/m);
  expect((await diag(["complete", "--", "pl"])).stdout).toMatch(/^plan\t.*\nplaybook\t/m);
  expect((await diag(["complete", "--", "run", "cpu-hot", "--fa"])).stdout).toMatch(/^--fail-on\t/m);
});

test("a report that cannot be written", async () => {
  const folder = join(import.meta.dirname, "../../playbooks/cpu-hot/cases/idle");
  const out = temporaryFolder();
  expect(await diag(["run", "cpu-hot", "--recorded", folder, "--out", out, "--quiet"])).toMatchObject({ exitCode: 0 });
  const { exitCode, stderr } = await diag(["report", out, "--out", "/proc/diag/reports"]);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr:
      "error output-not-writable: /proc/diag/reports/findings.json cannot be written: ENOENT: no such file or directory, mkdir '/proc/diag'\n  Give --out a folder that you may write to.\n",
  });
});

test("a bundle that is none", async () => {
  const folder = temporaryFolder();
  expect(await diag(["report", folder])).toMatchObject({
    exitCode: 2,
    stderr: `error bundle-not-found: ${folder} holds no manifest.json\n  Give the folder that \`diag run\` printed.\n`,
  });
});
