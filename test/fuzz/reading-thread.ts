/** A thread that reads the inputs of one subject after another, and may be ended in the middle of one. */
import { readlinkSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import fc from "fast-check";
import { CurrentInput } from "./current-input.ts";
import { inputs } from "./input.ts";
import type { Extreme, Failure, Job, Outcome } from "./job.ts";
import { keptInputs } from "./kept-inputs.ts";
import { mostGarbage, mostGrowth, mostRetained } from "./limits.ts";
import type { Subject } from "./subject.ts";
import { subjects } from "./subjects.ts";

/** So many inputs have one seed: what fails can be read again soon. */
const batch = 1_000;
/** Caches and compiled code are there after so many. */
const warmUp = 300;
const mostFailures = 3;

const port = parentPort;
if (port === null) throw new Error("it is started by run.ts");
const current = new CurrentInput(workerData as SharedArrayBuffer);
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

port.postMessage({ kind: "ready", task: readlinkSync("/proc/thread-self").split("/").at(-1) });
port.on("message", async (job: Job) => {
  // Where a reader waits for what never comes nothing is left to wait for: the thread ends, and the input is known.
  port.unref();
  const outcome = await fuzz(job);
  port.ref();
  port.postMessage({ kind: "outcome", outcome });
});

async function fuzz({ subject: name, inputs: count, seed }: Job): Promise<Outcome> {
  const subject = subjects.find((one) => one.name === name);
  if (subject === undefined) throw new Error(`There is no subject ${name}`);
  const measured = new MeasuredReads(subject);
  const failures: Failure[] = [];
  for (const input of keptInputs(name)) {
    const message = await measured.read(input).then(() => undefined, firstLine);
    if (message !== undefined) failures.push({ message, input });
  }
  const property = fc.asyncProperty(inputs(await subject.seeds()), (input) => measured.read(input));
  for (let at = 0; measured.inputs < count && failures.length < mostFailures; at++) {
    const numRuns = Math.min(batch, count - measured.inputs);
    const result = await fc.check(property, { seed: seed + at, numRuns });
    if (!result.failed) continue;
    const [input = Buffer.alloc(0)] = result.counterexample ?? [];
    failures.push({ message: `seed ${seed + at}, ${firstLine(result.errorInstance)}`, input });
  }
  const { slowest, largestGrowth } = measured;
  const retained = await measured.retained();
  if (retained > mostRetained) failures.push({ message: `${retained} bytes are kept after all inputs` });
  return { inputs: measured.inputs, slowest, largestGrowth, retained, failures };
}

function firstLine(error: unknown): string {
  return String(error).split("\n", 1).join();
}

/** Counts what reading costs. */
class MeasuredReads {
  readonly #subject: Subject;
  inputs = 0;
  slowest: Extreme = { value: 0, input: Buffer.alloc(0) };
  largestGrowth: Extreme = { value: 0, input: Buffer.alloc(0) };
  #atFirst = 0;

  constructor(subject: Subject) {
    this.#subject = subject;
  }

  async read(input: Buffer): Promise<void> {
    if (this.inputs === warmUp) this.#atFirst = await withoutGarbage();
    this.inputs++;
    current.begin(input);
    const before = { memory: memory(), ms: cpuMs() };
    const error = await this.#answer(input);
    const ms = cpuMs() - before.ms;
    const growth = memory() - before.memory;
    current.end();
    if (ms > this.slowest.value) this.slowest = { value: ms, input: Buffer.from(input) };
    if (growth > this.largestGrowth.value) this.largestGrowth = { value: growth, input: Buffer.from(input) };
    if (error !== undefined) throw error;
    const isLarge = growth > mostGrowth(input.length);
    const left = isLarge ? (await withoutGarbage()) - before.memory : 0;
    if (growth > mostGarbage || left > mostGrowth(input.length))
      throw new Error(`${input.length} bytes took ${growth} bytes of memory, and ${left} without garbage`);
  }

  async #answer(input: Buffer): Promise<unknown> {
    try {
      await this.#subject.read(input);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  async retained(): Promise<number> {
    return this.#atFirst === 0 ? 0 : (await withoutGarbage()) - this.#atFirst;
  }
}

async function withoutGarbage(): Promise<number> {
  // What an unpacker holds goes some collections after its object, and in a task of its own.
  for (let round = 0; round < 5; round++) {
    collectGarbage();
    await setImmediate();
  }
  return memory();
}

function memory(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
