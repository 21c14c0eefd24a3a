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
const rows: { readonly name: string; readonly outcome: Outcome }[] = [];
const waiting = [...wanted];
// Ctrl-C: what is read now is read to its end, and the table tells what came of it so far.
process.once("SIGINT", () => {
  waiting.length = 0;
});
await Promise.all(Array.from({ length: Number(values.threads) }, work));
removeScratch();
report();

async function work(): Promise<void> {
  const thread = new WatchedThread();
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { name, share = 1 } = next;
    const outcome = await thread.run({ subject: name, inputs: Math.ceil(perShare * share), seed });
    rows.push({ name, outcome });
    console.error(`${rows.length} of ${wanted.length}  ${name}`);
    tell(name, outcome);
  }
  await thread.close();
}

function tell(name: string, { failures, slowest }: Outcome): void {
  const slow: Failure[] = slowest.value > mostMs ? [{ message: `it took ${slowest.value} ms of CPU`, input: slowest.input }] : [];
  for (const { message, input } of [...failures, ...slow]) {
    process.exitCode = 1;
    console.log(`FAIL ${name}: ${message}`);
    if (input !== undefined) console.log(`     ${input.length} bytes: ${relative(".", keepInput(name, input))}`);
  }
}

function report(): void {
  const columns = [
    "parser or reader",
    "inputs",
    "slowest",
    "its bytes",
    "largest growth",
    "its bytes",
    "kept",
    "failures",
  ];
  const cells = rows
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map(({ name, outcome: { inputs, slowest, largestGrowth, retained, failures } }) => [
      name,
      String(inputs),
      `${slowest.value.toFixed(1)} ms`,
      String(slowest.input.length),
      kibibytes(largestGrowth.value),
      String(largestGrowth.input.length),
      kibibytes(retained),
      String(failures.length),
    ]);
  const widths = columns.map((title, at) => Math.max(title.length, ...cells.map((row) => row[at]?.length ?? 0)));
  for (const row of [columns, ...cells])
    console.log(
      row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join("  "),
    );
  const inputs = rows.reduce((sum, { outcome }) => sum + outcome.inputs, 0);
  const failures = rows.reduce((sum, { outcome }) => sum + outcome.failures.length, 0);
  const { user, system } = process.cpuUsage(started.cpu);
  const seconds = (performance.now() - started.at) / 1_000;
  console.log(
    `${inputs} inputs, ${failures} failures, ${seconds.toFixed(0)} s, ${((user + system) / 1e6).toFixed(0)} s of CPU, at most ${kibibytes(process.resourceUsage().maxRSS * 1024)} in memory; seed ${seed}`,
  );
}

function kibibytes(bytes: number): string {
  return `${Math.ceil(Math.max(0, bytes) / 1024)} KiB`;
}
