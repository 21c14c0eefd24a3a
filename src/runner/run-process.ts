import { execa } from "execa";
import type { Reason } from "../documents/manifest.generated.ts";
import type { ProgramMeter } from "./cost/program-meter.ts";
import type { ProcessGuard } from "./process-guard.ts";
import { reasonOf } from "./stop.ts";

/** After SIGINT a tool has this long to print what it has; bpftrace and perf use it. */
const flushMs = 5_000;
/** A grandchild that keeps the pipe open after its parent is gone is not waited for. */
const pipeMs = 500;

export interface ProcessRequest {
  readonly path: string;
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Called with each piece of output; returns a reason to stop the process, undefined to go on. */
  readonly onStdout: (chunk: Uint8Array) => Reason | undefined;
  readonly onStderr: (chunk: Uint8Array) => void;
  readonly signal: AbortSignal;
  readonly guard: ProcessGuard;
  /** Called with the pid when the program has started, to measure it; `stop` ends it as its timeout would. */
  readonly measure?: (pid: number, stop: (reason: Reason) => void) => ProgramMeter;
}

export interface ProcessEnd {
  readonly exitCode?: number;
  readonly signal?: string;
  /** Why it was cut short; absent when it ended by itself. */
  readonly stopped?: Reason;
  /** It could not be started at all. */
  readonly startError?: string;
}

/**
 * Runs one program in a process group of its own, without a shell. To stop it, the whole group gets SIGINT first,
 * so that a tool prints what it has, and SIGKILL when that does not end it.
 */
export async function runProcess(request: ProcessRequest): Promise<ProcessEnd> {
  const child = execa(request.path, [...request.argv], {
    detached: true,
    stdin: "ignore",
    buffer: false,
    reject: false,
    env: { LC_ALL: "C", ...request.env },
  });
  const group = child.pid;
  if (group === undefined) {
    const { originalMessage } = await child;
    return { startError: originalMessage ?? "it could not be started" };
  }
  request.guard.watch(group);

  let stopped: Reason | undefined;
  let killTimer: NodeJS.Timeout | undefined;
  const stop = (reason: Reason) => {
    if (stopped) return;
    stopped = reason;
    signalGroup(group, "SIGINT");
    killTimer = setTimeout(() => signalGroup(group, "SIGKILL"), flushMs);
  };
  using meter = request.measure?.(group, stop);
  let measured: Promise<void> | undefined;
  const timeout = setTimeout(
    () =>
      stop({
        code: "timeout",
        message: `stopped after its timeout of ${Number((request.timeoutMs / 1000).toFixed(1))} s`,
      }),
    request.timeoutMs,
  );
  const onAbort = () => stop(reasonOf(request.signal));
  if (request.signal.aborted) onAbort();
  request.signal.addEventListener("abort", onAbort);

  child.stdout.on("data", (chunk: Buffer) => {
    const reason = request.onStdout(chunk);
    if (reason) stop(reason);
  });
  child.stderr.on("data", request.onStderr);
  // A program that closes its output is about to end: the last moment at which its own figures can be read.
  child.stdout.once("end", () => meter?.sample());
  child.nodeChildProcess.once("exit", () => {
    measured = meter?.ended();
    setTimeout(() => {
      signalGroup(group, "SIGKILL");
      child.stdout.destroy();
      child.stderr.destroy();
    }, pipeMs).unref();
  });

  try {
    const { exitCode, signal } = await child;
    await measured;
    return {
      ...(exitCode === undefined ? {} : { exitCode }),
      ...(signal === undefined ? {} : { signal }),
      ...(stopped === undefined ? {} : { stopped }),
    };
  } finally {
    clearTimeout(timeout);
    clearTimeout(killTimer);
    request.signal.removeEventListener("abort", onAbort);
    signalGroup(group, "SIGKILL");
    request.guard.release(group);
  }
}

/** The group may be gone already, which is what was wanted. */
function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // ESRCH
  }
}
