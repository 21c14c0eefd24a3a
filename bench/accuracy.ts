/**
 * Runs real faulty and healthy workloads in containers, diagnoses them with the real CLI, and holds what it says against what is
 * true: `npm run bench:accuracy` writes bench/accuracy.md. With names of faults or playbooks only those are tried and nothing is
 * written.
 *
 * - `--own` leaves out the playbooks that a fault is not a case of, `--others` those that it is.
 * - `--resume` takes over the trials in bench/accuracy/trials that nothing has changed since.
 * - `--minutes N` tries nothing more after that time, for `--resume` to go on with.
 * - `--no-cost` does not measure what diag costs, so that several of these may run at a time, each on faults of its own.
 * - `--defer` leaves a playbook that gives an alarm beside others to a later run, so that several of these may share the machine
 *   until then; `--alone` is that later run: one playbook at a time, of those that are not its own to a fault.
 * - `--keep DIR` keeps the bundles.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { execa } from "execa";
import { type Fault, readFaults } from "../test/faults/fault.ts";
import { buildFaultImage } from "../test/faults/fault-image.ts";
import { diagnosesContainers } from "../test/faults/target-words.ts";
import { startEngine } from "../test/lab/docker/engine.ts";
import { buildToolbox } from "../test/lab/docker/toolbox.ts";
import { summary } from "./accuracy/summary.ts";
import { keepTrial, trialBefore } from "./accuracy/trial-store.ts";
import { type Trial, tryOthers, tryOwn } from "./accuracy/try-fault.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: {
    cost: { type: "boolean", default: true },
    own: { type: "boolean", default: false },
    others: { type: "boolean", default: false },
    minutes: { type: "string", default: "Infinity" },
    resume: { type: "boolean", default: false },
    defer: { type: "boolean", default: false },
    alone: { type: "boolean", default: false },
    keep: { type: "string" },
  },
});
/** So many of the other playbooks run at a time: they look for false alarms, and need not be fast. */
const atATime = values.alone ? 1 : 6;

const playbooks = readdirSync(join(import.meta.dirname, "../playbooks"));
/** What a playbook of whole machines says is of all that runs there: on a fault that is no case of it nothing tells whether it is true. */
const ofContainers = playbooks.filter(diagnosesContainers);
const isWanted = ({ name, playbooks: own }: Fault) =>
  positionals.length === 0 || positionals.some((word) => word === name || own.includes(word));
const faults = readFaults().filter(isWanted);
if (faults.length === 0) throw new Error(`There is no fault or playbook ${positionals.join(", ")}.`);

const engine = await startEngine();
const startedAt = Date.now();
const trials: Trial[] = [];
const failed: string[] = [];
let takenOver = 0;
let leftOut = 0;
try {
  await buildFaultImage(engine);
  const request = {
    image: await buildToolbox(engine),
    cost: values.cost,
    defer: values.defer,
    ...(values.keep !== undefined && { keep: values.keep }),
  };
  if (values.keep !== undefined) mkdirSync(values.keep, { recursive: true });
  for (const fault of values.others ? [] : faults) {
    for (const playbook of unknownOf(fault, fault.playbooks)) {
      await attempt(fault, [playbook], async () => [await tryOwn(engine, fault, playbook, request)]);
    }
  }
  for (const fault of values.own ? [] : faults) {
    const others = unknownOf(
      fault,
      ofContainers.filter((playbook) => !fault.playbooks.includes(playbook)),
    );
    for (let next = 0; next < others.length; next += atATime) {
      await attempt(fault, others.slice(next, next + atATime), (some) => tryOthers(engine, fault, some, request));
    }
  }
} finally {
  await engine.stop();
}

const { stdout: commit } = await execa("git", ["rev-parse", "--short", "HEAD"]);
const explained = readFileSync(join(import.meta.dirname, "accuracy/explained.md"), "utf8").trim();
const text = summary(trials, failed, { ranMs: Date.now() - startedAt, takenOver, leftOut, commit, explained });
console.log(`\n${text}`);
if (positionals.length === 0 && !values.own && !values.others) writeFileSync("bench/accuracy.md", text);
process.exitCode = failed.length === 0 ? 0 : 1;

/** The playbooks that are still to be tried on a fault; what is known of the others is taken over. */
function unknownOf(fault: Fault, wanted: readonly string[]): string[] {
  return wanted.filter((playbook) => {
    const before = values.resume ? trialBefore(fault, playbook) : undefined;
    if (before === undefined) return true;
    trials.push(before);
    takenOver++;
    return false;
  });
}

async function attempt(
  fault: Fault,
  wanted: readonly string[],
  tryIt: (wanted: readonly string[]) => Promise<Trial[]>,
): Promise<void> {
  if (Date.now() - startedAt > 60_000 * Number(values.minutes)) {
    leftOut += wanted.length;
    return;
  }
  try {
    for (const trial of await tryIt(wanted)) {
      keepTrial(trial);
      trials.push(trial);
      console.log(line(trial));
    }
  } catch (error) {
    failed.push(`${fault.name}: ${error instanceof Error ? error.message : String(error)}`);
    console.log(failed.at(-1));
  }
}

function line({ fault, playbook, judged, verdict, wallMs }: Trial): string {
  const marks = [
    ...judged.found.map((one) => `found ${one}${judged.named.includes(one) ? "" : " (unnamed)"}`),
    ...judged.missed.map(({ finding }) => `MISSED ${finding}`),
    ...judged.falseAlarms.map(({ finding }) => `FALSE ${finding}`),
  ];
  return `${fault.name} · ${playbook} · ${(wallMs / 1000).toFixed(1)} s · ${marks.join(", ") || "silent"}\n    ${verdict}`;
}
