import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { parseTaskStat } from "../../src/tools/kernel-files/task-stat.ts";
import { CurrentInput } from "./current-input.ts";
import type { Extreme, Job, Outcome } from "./job.ts";
import { heapMebibytes, mostMs } from "./limits.ts";

const lookMs = 100;
const nothing: Extreme = { value: 0, input: Buffer.alloc(0) };

type Message =
  | { readonly kind: "ready"; readonly task: string }
  | { readonly kind: "outcome"; readonly outcome: Outcome };

/** A reading thread with somebody who watches it: what hangs, or takes all memory, is ended, and what it read is told. */
export class WatchedThread {
  #worker: Worker | undefined;
  #current = new CurrentInput();
  #task = "";

  async run(job: Job): Promise<Outcome> {
    const worker = await this.#started();
    const before = this.#current.number;
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const failed = (why: string) => {
      this.#worker = undefined;
      const failure = { message: `seed ${job.seed} and following, ${why}`, input: this.#current.input() };
      const inputs = Math.ceil((this.#current.number - before) / 2);
      resolve({ inputs, slowest: nothing, largestGrowth: nothing, retained: 0, failures: [failure] });
    };
    const listeners = {
      message: (message: Message) => message.kind === "outcome" && resolve(message.outcome),
      error: (error: unknown) => failed(String(error)),
      exit: () => failed("it never answers"),
    };
    for (const [event, listener] of Object.entries(listeners)) worker.on(event, listener);
    const watch = this.#watch(() => {
      failed(`it takes more than ${mostMs} ms of CPU`);
      void worker.terminate();
    });
    worker.postMessage(job);
    try {
      return await promise;
    } finally {
      clearInterval(watch);
      for (const [event, listener] of Object.entries(listeners)) worker.off(event, listener);
    }
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  async #started(): Promise<Worker> {
    if (this.#worker !== undefined) return this.#worker;
    this.#current = new CurrentInput();
    this.#worker = new Worker(new URL("./reading-thread.ts", import.meta.url), {
      workerData: this.#current.memory,
      // The young generation is large, so that what one input leaves behind is mostly still there when it is measured.
      resourceLimits: { maxOldGenerationSizeMb: heapMebibytes, maxYoungGenerationSizeMb: 64 },
    });
    const [ready] = (await once(this.#worker, "message")) as [Message];
    this.#task = ready.kind === "ready" ? ready.task : "";
    return this.#worker;
  }

  /** By CPU time and not by the clock: other work on the machine makes nothing a hang. */
  #watch(onHang: () => void): NodeJS.Timeout {
    let number = -1;
    let since = 0;
    return setInterval(() => {
      const now = cpuMsOf(this.#task);
      if (this.#current.number !== number) {
        number = this.#current.number;
        since = now;
      } else if (number % 2 === 1 && now - since > mostMs) onHang();
    }, lookMs);
  }
}

function cpuMsOf(task: string): number {
  const stat = parseTaskStat(readFileSync(`/proc/self/task/${task}/stat`, "utf8"));
  return stat === undefined ? 0 : 1_000 * (stat.userSeconds + stat.systemSeconds);
}
