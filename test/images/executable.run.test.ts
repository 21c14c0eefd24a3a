import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { version } from "../../src/version.ts";
import { readManifest } from "../cli/diag.ts";

/** As the toolbox image has it: the executable and the playbooks, and nothing else of this tree. */
const prefix = mkdtempSync(join(tmpdir(), "diag-test-"));
const executable = join(prefix, "bin/diag");
let busy: ChildProcess;

beforeAll(async () => {
  await execa("npm", ["run", "--silent", "build:executable"]);
  mkdirSync(join(prefix, "bin"));
  copyFileSync("dist/diag", executable);
  cpSync("playbooks", join(prefix, "share/diag/playbooks"), { recursive: true });
  busy = spawn("timeout", ["60", "sh", "-c", "while :; do :; done"], { stdio: "ignore" });
});
afterAll(() => {
  busy.kill();
  rmSync(prefix, { recursive: true });
});

/** From a folder of its own, with nothing in the environment. */
const run = (...words: string[]) =>
  execa(executable, words, { cwd: prefix, env: {}, extendEnv: false, reject: false, stdin: "ignore" });

test("the executable tells its version", async () => {
  expect(await run("--version")).toMatchObject({ stdout: version, stderr: "", exitCode: 0 });
});

test("it finds the playbooks beside it", async () => {
  const { stdout, exitCode } = await run("plan", "cpu-hot", "--host");
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^cpu-hot \d+\.\d+\.\d+ on this host/);
});

test("it probes", async () => {
  const { stdout } = await run("doctor", "--json");
  expect(JSON.parse(stdout)).toMatchObject({ probe: { schema: "diag/probe/v1" } });
});

test("it measures a process and writes the report", async () => {
  const words = ["run", "cpu-hot", "--pid", `${busy.pid}`, "--param", "duration=2s", "--out", "bundle"];
  const { exitCode, stderr } = await run(...words);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: expect.toBeOneOf([0, 3]) });
  expect(readManifest(join(prefix, "bundle"))).toMatchObject({ state: "complete", diag: version });
  expect(existsSync(join(prefix, "bundle/report.html"))).toBe(true);
});

test("NODE_OPTIONS of whoever starts it change nothing", async () => {
  const env = { NODE_OPTIONS: "--no-such-option" };
  expect(await execa(executable, ["--version"], { env, extendEnv: false, reject: false })).toMatchObject({
    stdout: version,
    exitCode: 0,
  });
});
