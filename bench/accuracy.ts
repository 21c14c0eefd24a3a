/**
 * Runs real faulty and healthy workloads in containers, diagnoses them with the real CLI, and holds what it says against what is
 * true: `npm run bench:accuracy` writes bench/accuracy.md. With names of faults or playbooks only those are tried and nothing is
 * written; `--own` leaves out the playbooks that a fault is not a case of, `--keep DIR` keeps the bundles.
 */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Fault, readFaults } from "../test/faults/fault.ts";
import { buildFaultImage } from "../test/faults/fault-image.ts";
import { startEngine } from "../test/lab/docker/engine.ts";
import { buildToolbox } from "../test/lab/docker/toolbox.ts";
import { summary } from "./accuracy/summary.ts";
import { type Trial, tryFault } from "./accuracy/try-fault.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { own: { type: "boolean", default: false }, keep: { type: "string" } },
});
const playbooks = readdirSync(join(import.meta.dirname, "../playbooks"));
const isWanted = ({ name, playbooks: own }: Fault) =>
  positionals.length === 0 || positionals.some((word) => word === name || own.includes(word));
const faults = readFaults().filter(isWanted);
if (faults.length === 0) throw new Error(`There is no fault or playbook ${positionals.join(", ")}.`);

const engine = await startEngine();
const trials: Trial[] = [];
const failed: string[] = [];
try {
  await buildFaultImage(engine);
  const image = await buildToolbox(engine);
  if (values.keep !== undefined) mkdirSync(values.keep, { recursive: true });
  for (const fault of faults) {
    try {
      const keep = values.keep === undefined ? {} : { keep: values.keep };
      const tried = await tryFault(engine, fault, { image, others: values.own ? [] : playbooks, ...keep });
      trials.push(...tried);
      for (const trial of tried) console.log(line(trial));
    } catch (error) {
      failed.push(`${fault.name}: ${error instanceof Error ? error.message : String(error)}`);
      console.log(failed.at(-1));
    }
  }
} finally {
  await engine.stop();
}

const text = summary(trials, failed);
console.log(`\n${text}`);
if (positionals.length === 0 && !values.own) {
  writeFileSync("bench/accuracy.md", `# Does it diagnose?\n\n\`npm run bench:accuracy\`\n\n${text}\n`);
}
process.exitCode = failed.length === 0 ? 0 : 1;

function line({ fault, playbook, judged, verdict, wallMs }: Trial): string {
  const marks = [
    ...judged.found.map((one) => `found ${one}${judged.named.includes(one) ? "" : " (unnamed)"}`),
    ...judged.missed.map(({ finding }) => `MISSED ${finding}`),
    ...judged.falseAlarms.map(({ finding }) => `FALSE ${finding}`),
  ];
  return `${fault.name} · ${playbook} · ${(wallMs / 1000).toFixed(1)} s · ${marks.join(", ") || "silent"}\n    ${verdict}`;
}
