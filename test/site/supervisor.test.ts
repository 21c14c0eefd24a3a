import { execa } from "execa";
import { expect, test } from "vitest";
import { isRunnerEnded, supervised } from "../../src/site/supervisor.ts";

/** Starts the supervisor as an engine does, with a real shell. */
function supervise(deadlineMs: number, ...command: string[]) {
  return execa("sh", supervised({ deadlineMs, keepSeconds: 60 }, command), { reject: false, stdin: "ignore" });
}

/** What it told until it was ended by SIGTERM, a second after the runner's end. */
async function told(deadlineMs: number, ...command: string[]) {
  const process = supervise(deadlineMs, ...command);
  for await (const line of process) {
    const value: unknown = line.startsWith("{") ? JSON.parse(line) : undefined;
    if (!isRunnerEnded(value)) continue;
    process.kill("SIGTERM");
    return { code: value.exitCode, end: await process };
  }
  throw new Error("the supervisor told no end");
}

test("tells how the runner ended, and goes when it is told to", async () => {
  const { code, end } = await told(60_000, "sh", "-c", "echo '{\"seq\":1}'; exit 3");
  expect(code).toBe(3);
  expect(end.exitCode).toBe(0);
  expect(end.stdout.split("\n")[0]).toBe('{"seq":1}');
});

test("kills a runner that hangs at its deadline, also one that ignores every signal", async () => {
  const { code } = await told(1_000, "sh", "-c", "trap '' INT TERM; exec sleep 30");
  expect(code).toBe(137);
});

test("hands an interrupt on once, and waits for the runner's own end", async () => {
  const count = "n=0; trap 'n=$((n + 1))' INT; i=0; while [ $i -lt 20 ]; do sleep 0.1; i=$((i + 1)); done; exit $n";
  const process = supervise(60_000, "sh", "-c", count);
  setTimeout(() => process.kill("SIGINT"), 500);
  for await (const line of process) {
    const value: unknown = line.startsWith("{") ? JSON.parse(line) : undefined;
    if (!isRunnerEnded(value)) continue;
    expect(value.exitCode).toBe(1);
    process.kill("SIGTERM");
  }
});

test("a line of a tool is no end", () => {
  expect(isRunnerEnded({ kind: "runner-ended" })).toBe(false);
  expect(isRunnerEnded({ kind: "probed", exitCode: 1 })).toBe(false);
  expect(isRunnerEnded(null)).toBe(false);
});
