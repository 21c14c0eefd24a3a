import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const folder = "/diag/workloads";
/** Longer than any guest lives. */
const seconds = "7200";

/** Name → argv. */
const commands = {
  native: [`${folder}/workload`, seconds],
  hot: [`${folder}/hot`, seconds],
  node: ["node", "--perf-basic-prof", "--max-semi-space-size=1", `${folder}/churn.js`, seconds],
  python: ["python3", `${folder}/cycles.py`, seconds],
} as const satisfies Record<string, readonly [string, ...string[]]>;

export type TargetName = keyof typeof commands;

/** A small program in a cgroup of its own, until it is disposed of. */
export class Target implements AsyncDisposable {
  readonly pid: number;
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess) {
    this.#process = process;
    this.pid = process.pid ?? 0;
  }

  static async start(name: TargetName): Promise<Target> {
    const [program, ...argv] = commands[name];
    const target = new Target(spawn(program, argv, { stdio: "ignore", cwd: "/var/tmp" }));
    const cgroup = `/sys/fs/cgroup/${name}`;
    mkdirSync(cgroup, { recursive: true });
    writeFileSync(`${cgroup}/cgroup.procs`, `${target.pid}`);
    await sleep(3_000);
    return target;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill("SIGKILL");
    if (this.#process.exitCode === null && this.#process.signalCode === null) await once(this.#process, "exit");
  }
}
