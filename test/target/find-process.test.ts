import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findProcess, isAlive } from "../../src/target/find-process.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const root = { uid: 0 };

/** A /proc with these processes. */
function procOf(processes: Record<number, { comm?: string; state?: string; startTicks?: number }>): string {
  const proc = temporaryFolder();
  for (const [pid, { comm = "sh", state = "S", startTicks = 100 }] of Object.entries(processes)) {
    mkdirSync(join(proc, pid));
    writeFileSync(
      join(proc, pid, "stat"),
      `${pid} (${comm}) ${state} 1 1 1 0 -1 4 1 0 0 0 5 3 0 0 20 0 1 0 ${startTicks} 8192 1\n`,
    );
  }
  return proc;
}

test("a process is pinned by its start", () => {
  const proc = procOf({ 7: { startTicks: 4711 }, 8: { comm: ") Z 1 (\n" } });
  expect(findProcess(7, root, proc)).toEqual({ kind: "process", pid: 7, startTicks: 4711 });
  expect(findProcess(8, root, proc)).toEqual({ kind: "process", pid: 8, startTicks: 100 });
});

test("none of that pid", () => {
  expect(() => findProcess(9, root, procOf({}))).toThrow(
    expect.objectContaining({ code: "target-not-found", message: "No process has the pid 9" }),
  );
});

test.each(["Z", "X"])("one that has exited (%s)", (state) => {
  const proc = procOf({ 7: { comm: "gone", state } });
  expect(() => findProcess(7, root, proc)).toThrow(
    expect.objectContaining({
      code: "target-not-found",
      message: "Process 7 (gone) has exited and waits for its parent",
    }),
  );
  expect(isAlive({ kind: "process", pid: 7, startTicks: 100 }, proc)).toBe(false);
});

test("another user's, to all but root", () => {
  const proc = procOf({ 7: {} });
  const owner = process.getuid?.() ?? 0;
  expect(() => findProcess(7, { uid: owner + 1 }, proc)).toThrow(
    expect.objectContaining({
      code: "target-forbidden",
      message: `Process 7 (sh) belongs to user id ${owner}, you are ${owner + 1}`,
      hint: "Run diag as root or with sudo.",
    }),
  );
  expect(findProcess(7, { uid: owner }, proc).pid).toBe(7);
});

test("a pid that another process got since is not alive", () => {
  const target = { kind: "process", pid: 7, startTicks: 100 } as const;
  expect(isAlive(target, procOf({ 7: { startTicks: 100 } }))).toBe(true);
  expect(isAlive(target, procOf({ 7: { startTicks: 101 } }))).toBe(false);
  expect(isAlive(target, procOf({}))).toBe(false);
  expect(isAlive({ kind: "process", pid: 7 }, procOf({ 7: { startTicks: 101 } }))).toBe(true);
});

test("this process is there and alive", () => {
  const own = findProcess(process.pid, { uid: process.getuid?.() ?? 0 });
  expect(isAlive(own)).toBe(true);
  expect(isAlive({ ...own, startTicks: (own.startTicks ?? 0) + 1 })).toBe(false);
});
