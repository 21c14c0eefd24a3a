import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { Event } from "../../documents/event.generated.ts";
import validateEvent from "../../documents/validate-event.generated.js";
import { isRunnerEnded } from "../supervisor.ts";
import type { Engine } from "./engine.ts";

/** The runner tells something every second; after this silence the connection is made anew. */
const silenceMs = 20_000;
const reconnectMs = 500;
/** What the runner says on stderr is for the error message, where it needs one. */
const maxStderr = 16 * 1024;

export interface RunnerEnd {
  /** Undefined when the container went away before its supervisor told the end. */
  readonly exitCode: number | undefined;
  readonly stderr: string;
}

/**
 * Hands on the runner's events as its log tells them, each once and in order. A log that breaks off is followed again from
 * the start, and what was told already is passed over by its number.
 *
 * @param untilMs After this, in milliseconds from now, the container is given up.
 */
export async function followRunner(
  engine: Engine,
  container: string,
  onEvent: (event: Event) => void,
  untilMs: number,
): Promise<RunnerEnd> {
  const giveUp = performance.now() + untilMs;
  let last = 0;
  let stderr = "";
  while (performance.now() < giveUp) {
    const attempt = await readLog(engine, container, (line) => {
      const value = parse(line);
      if (isRunnerEnded(value)) return value.exitCode;
      if (!validateEvent(value)) return undefined;
      const event = value as Event;
      if (event.seq > last) {
        last = event.seq;
        onEvent(event);
      }
      return undefined;
    });
    stderr = attempt.stderr || stderr;
    if (attempt.exitCode !== undefined) return { exitCode: attempt.exitCode, stderr };
    if (!(await isThere(engine, container))) break;
    await sleep(reconnectMs);
  }
  return { exitCode: undefined, stderr };
}

/** One connection: until the supervisor's line, or until it breaks or falls silent. */
async function readLog(
  engine: Engine,
  container: string,
  onLine: (line: string) => number | undefined,
): Promise<RunnerEnd> {
  const logs = engine.start(["logs", "--follow", container]);
  let stderr = "";
  logs.stderr.on("data", (chunk: Buffer) => {
    if (stderr.length < maxStderr) stderr += chunk.toString("utf8");
  });
  const silence = setTimeout(() => logs.kill(), silenceMs);
  try {
    for await (const line of createInterface({ input: logs.stdout, crlfDelay: Number.POSITIVE_INFINITY })) {
      silence.refresh();
      const exitCode = onLine(line);
      if (exitCode !== undefined) return { exitCode, stderr };
    }
    return { exitCode: undefined, stderr };
  } finally {
    clearTimeout(silence);
    logs.kill();
    await logs;
  }
}

async function isThere(engine: Engine, container: string): Promise<boolean> {
  const { exitCode, stderr } = await engine.ask(["container", "inspect", "--format", "{{.State.Status}}", container]);
  return exitCode === 0 || !/no such container|no container with/i.test(stderr);
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
