import { spawn } from "node:child_process";

export interface RunOptions {
  /** After this its whole process group is killed, so that nothing hangs. */
  readonly minutes: number;
  readonly env?: NodeJS.ProcessEnv;
  /** Lets it print on the terminal; `output` then holds only what this adds. */
  readonly show?: boolean;
}

/** Runs a command to its end or its time limit. Never throws: what goes wrong is in the output. */
export function runLimited(
  command: readonly [string, ...string[]],
  options: RunOptions,
): Promise<{ ok: boolean; output: string }> {
  const [program, ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      detached: true,
      env: options.env ?? process.env,
      stdio: options.show ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const add = (chunk: unknown) => {
      output += String(chunk);
    };
    child.stdout?.on("data", add);
    child.stderr?.on("data", add);
    const end = (signal: NodeJS.Signals) => {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    };
    const interrupt = () => {
      end("SIGTERM");
      process.exit(130);
    };
    const timer = setTimeout(() => {
      add(`${program} did not end within ${options.minutes} minutes and was killed\n`);
      end("SIGKILL");
    }, options.minutes * 60_000);
    process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
    const finish = (ok: boolean) => {
      clearTimeout(timer);
      process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
      resolve({ ok, output });
    };
    child.on("error", (error) => {
      add(`${error.message}\n`);
      finish(false);
    });
    child.on("close", (code) => finish(code === 0));
  });
}
