import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { traces } from "../../src/runner/helper/tracer-start.ts";

const never = new Promise(() => {});

test("a tracer traces from its first line on", async () => {
  const child = spawn("/bin/sh", ["-c", "sleep 0.2; echo PID COMM; exec sleep 60"]);
  try {
    const startedAt = performance.now();
    expect(await traces(child.pid, once(child.stdout, "data"), never)).toBe(true);
    expect(performance.now() - startedAt).toBeGreaterThan(150);
  } finally {
    child.kill("SIGKILL");
  }
});

test("one that has ended did not come to trace", async () => {
  expect(await traces(undefined, never, Promise.resolve())).toBe(false);
  expect(await traces(undefined, never, Promise.reject(new Error("no such program")))).toBe(false);
});
