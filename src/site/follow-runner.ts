import { setTimeout as sleep } from "node:timers/promises";
import type { Event } from "../documents/event.generated.ts";
import validateEvent from "../documents/validate-event.generated.js";
import { isRunnerEnded } from "./supervisor.ts";

/** Where a runner's stdout can be read, as often as need be. */
export interface RunnerLog {
  /** One connection: from the start of the log, or from where the one before broke off, or a little before that. */
  open(): Promise<LogConnection>;
  /** Whether there is still something that may tell more. */
  isThere(): Promise<boolean>;
}

export interface LogConnection {
  readonly lines: AsyncIterable<string>;
  /** What came beside the log. */
  stderr(): string;
  close(): Promise<void>;
}

export interface FollowOptions {
  readonly onEvent: (event: Event) => void;
  /** Documents of the log that are no events. */
  readonly onOther?: (value: unknown) => void;
  /** After this, in milliseconds from now, the runner is given up. */
  readonly untilMs: number;
}

export interface RunnerEnd {
  /** Undefined when the runner went away before its supervisor told the end. */
  readonly exitCode: number | undefined;
  /** Its last words, where it had any. */
  readonly stderr: string;
}

/** The runner tells something every second; after this silence the connection is made anew. */
const silenceMs = 20_000;
const reconnectMs = 500;
/** What the runner says on stderr is for the error message, where it needs one. */
const maxStderr = 16 * 1024;

/**
 * Hands on the runner's events as its log tells them, each once and in order. A log that breaks off is followed again, and
 * what was told already is passed over by its number.
 */
export async function followRunner(log: RunnerLog, options: FollowOptions): Promise<RunnerEnd> {
  const giveUp = performance.now() + options.untilMs;
  let last = 0;
  let stderr = "";
  while (performance.now() < giveUp) {
    const attempt = await readLog(log, (line) => {
      const value = parse(line);
      if (isRunnerEnded(value)) return value.exitCode;
      if (value === undefined) stderr = `${stderr}${line}\n`.slice(-maxStderr);
      else if (!validateEvent(value)) options.onOther?.(value);
      else if ((value as Event).seq > last) {
        last = (value as Event).seq;
        options.onEvent(value as Event);
      }
      return undefined;
    });
    stderr = attempt.stderr || stderr;
    if (attempt.exitCode !== undefined) return { exitCode: attempt.exitCode, stderr };
    if (!(await log.isThere())) break;
    await sleep(reconnectMs);
  }
  return { exitCode: undefined, stderr };
}

/** One connection: until the supervisor's line, or until it breaks or falls silent. */
async function readLog(log: RunnerLog, onLine: (line: string) => number | undefined): Promise<RunnerEnd> {
  const connection = await log.open();
  const silence = setTimeout(() => void connection.close(), silenceMs);
  try {
    for await (const line of connection.lines) {
      silence.refresh();
      const exitCode = onLine(line);
      if (exitCode !== undefined) return { exitCode, stderr: connection.stderr() };
    }
  } catch {
    // A connection that breaks is one that ends: it is made anew.
  } finally {
    clearTimeout(silence);
    await connection.close();
  }
  return { exitCode: undefined, stderr: connection.stderr() };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
