/**
 * Reads mutated real output, and bytes of no meaning, with every parser and reader of diag:
 * `npm run test:fuzz -- [--seed N] [--inputs N] [--threads N] [--only NAME]`. What fails is written below test/fuzz/failed, and read
 * again in every run from then on.
 */
import { availableParallelism } from "node:os";
import { relative } from "node:path";
import { parseArgs } from "node:util";
import type { Failure, Outcome } from "./job.ts";
import { keepInput } from "./kept-inputs.ts";
import { mostMs } from "./limits.ts";
import { removeScratch } from "./scratch.ts";
import { subjects } from "./subjects.ts";
import { WatchedThread } from "./watched-thread.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    inputs: { type: "string", default: "1050000" },
    threads: { type: "string", default: String(Math.min(2, availableParallelism())) },
    only: { type: "string", default: "" },
  },
});
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const wanted = subjects.filter(({ name }) => name.includes(values.only));
const shares = wanted.reduce((sum, { share = 1 }) => sum + share, 0);
const perShare = Number(values.inputs) / shares;
if (!Number.isInteger(seed) || !(perShare > 0)) throw new Error("nothing to read: look at --seed, --inputs and --only");

console.log(`seed ${seed}, ${wanted.length} parsers and readers, ${values.threads} threads`);
const started = { at: performance.now(), cpu: process.cpuUsage() };
const total = { inputs: 0, failures: 0 };
line("parser or reader", "inputs", "slowest", "its bytes", "most growth", "its bytes", "retained", "failures");
const waiting = [...wanted];
await Promise.all(Array.from({ length: Number(values.threads) }, work));
removeScratch();
const { user, system } = process.cpuUsage(started.cpu);
const seconds = (performance.now() - started.at) / 1_000;
console.log(
  `${total.inputs} inputs, ${total.failures} failures, ${seconds.toFixed(0)} s, ${((user + system) / 1e6).toFixed(0)} s of CPU, at most ${kibibytes(process.resourceUsage().maxRSS * 1024)} in memory; seed ${seed}`,
);

async function work(): Promise<void> {
  const thread = new WatchedThread();
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { name, share = 1 } = next;
    const outcome = await thread.run({ subject: name, inputs: Math.ceil(perShare * share), seed });
    tell(name, outcome);
  }
  await thread.close();
}

function tell(name: string, outcome: Outcome): void {
  const { inputs, slowest, largestGrowth, retained, failures } = outcome;
  const slow: Failure[] =
    slowest.value > mostMs ? [{ message: `it took ${slowest.value} ms of CPU`, input: slowest.input }] : [];
  const found = [...failures, ...slow];
  line(
    ...[name, String(inputs), `${slowest.value.toFixed(1)} ms`, String(slowest.input.length)],
    ...[kibibytes(largestGrowth.value), String(largestGrowth.input.length), kibibytes(retained), String(found.length)],
  );
  for (const { message, input } of found) {
    process.exitCode = 1;
    console.log(`FAIL ${name}: ${message}`);
    if (input !== undefined) console.log(`     ${input.length} bytes: ${relative(".", keepInput(name, input))}`);
  }
  total.inputs += inputs;
  total.failures += found.length;
}

/** A row of the table. Each is told as soon as it is known: a run may be ended at any time. */
function line(name: string, ...cells: readonly string[]): void {
  console.log(`${name.padEnd(38)}${cells.map((cell) => cell.padStart(12)).join("")}`);
}

function kibibytes(bytes: number): string {
  return `${Math.ceil(Math.max(0, bytes) / 1024)} KiB`;
}
