import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { ProcessGuard } from "../../src/runner/process-guard.ts";
import { runProcess } from "../../src/runner/run-process.ts";
import { isRunning } from "../running.ts";

/** Runs a small shell program and gathers what it prints. */
async function run(script: string, options: { timeoutMs?: number; maxBytes?: number; signal?: AbortSignal } = {}) {
  using guard = new ProcessGuard();
  let stdout = "";
  let stderr = "";
  const end = await runProcess({
    path: "/bin/sh",
    argv: ["-c", script],
    timeoutMs: options.timeoutMs ?? 10_000,
    onStdout: (chunk) => {
      stdout += Buffer.from(chunk).toString("latin1");
      return stdout.length > (options.maxBytes ?? 1e6) ? { code: "output-limit", message: "enough" } : undefined;
    },
    onStderr: (chunk) => {
      stderr += Buffer.from(chunk).toString();
    },
    signal: options.signal ?? new AbortController().signal,
    guard,
  });
  return { end, stdout, stderr };
}

test("gives output, error text and exit code", async () => {
  expect(await run("echo out; echo err >&2; exit 3")).toEqual({
    end: { exitCode: 3 },
    stdout: "out\n",
    stderr: "err\n",
  });
});

test("sends SIGINT at the timeout, so that a tool prints what it has", async () => {
  const { end, stdout } = await run("trap 'echo flushed; exit 0' INT; while :; do sleep 0.05; done", {
    timeoutMs: 200,
  });
  expect(stdout).toBe("flushed\n");
  expect(end).toEqual({ exitCode: 0, stopped: { code: "timeout", message: "stopped after its timeout of 0.2 s" } });
});

test("kills a tool that ignores SIGINT", { timeout: 15_000 }, async () => {
  const { end } = await run("trap '' INT; while :; do sleep 0.05; done", { timeoutMs: 100 });
  expect(end).toMatchObject({ signal: "SIGKILL", stopped: { code: "timeout" } });
});

test("stops a tool that floods its output", async () => {
  const { end, stdout } = await run("exec yes", { maxBytes: 100_000 });
  expect(end).toMatchObject({ stopped: { code: "output-limit" } });
  expect(stdout.length).toBeLessThan(400_000);
});

test("does not wait for a grandchild that keeps the pipe open, and ends it", async () => {
  const { end, stdout } = await run("sleep 60 & echo $!");
  expect(end).toEqual({ exitCode: 0 });
  await sleep(50);
  expect(isRunning(Number(stdout))).toBe(false);
});

test("says why a program could not be started", async () => {
  using guard = new ProcessGuard();
  const end = await runProcess({
    path: "/nonexistent/tool",
    argv: [],
    timeoutMs: 1000,
    onStdout: () => undefined,
    onStderr: () => {},
    signal: new AbortController().signal,
    guard,
  });
  expect(end.startError).toMatch(/ENOENT/);
});

test("an abort reaches a running tool, with its reason", async () => {
  const stopper = new AbortController();
  setTimeout(() => stopper.abort("target-gone"), 100);
  const { end } = await run("sleep 30", { signal: stopper.signal });
  expect(end.stopped).toEqual({ code: "target-gone", message: "the target process exited" });
});
