import { randomUUID } from "node:crypto";
import { claimFolder } from "../bundle/claim-folder.ts";
import { readBundle } from "../bundle/read-bundle.ts";
import { terminalSummary } from "../report/terminal/summary.ts";
import { replay } from "../site/recorded.ts";
import type { Executed } from "../site/site.ts";
import { chooseSite } from "./choose-site.ts";
import type { ExitCode } from "./exit-code.ts";
import { runExitCode } from "./fail-on.ts";
import { type Finished, finishInPlace } from "./finish-bundle.ts";
import { reportLines } from "./format-list.ts";
import { folderName, startBundle, withView } from "./live-run.ts";
import { type LoadedPlaybook, loadPlaybook } from "./load-playbook.ts";
import { preparePlan } from "./prepare-plan.ts";
import type { RunCommandOptions, RunWords } from "./run-words.ts";
import { type Terminal, terminalOf } from "./view/view.ts";

/** `diag run`: plan, run, judge, report. */
export async function runPlaybook(nameOrPath: string, options: RunCommandOptions): Promise<ExitCode> {
  const terminal = terminalOf(process.env, options);
  const loaded = loadPlaybook(nameOrPath);
  if (options.selector !== undefined || (options.max ?? 1) > 1) {
    return (await import("./run-many.ts")).runMany(loaded, options, terminal);
  }
  if (options.detach) return (await import("./run-detached.ts")).runDetached(loaded, options, terminal);
  const ran =
    options.recorded === undefined
      ? await runLive(loaded, options, terminal)
      : runRecorded(loaded, options.recorded, options);
  return finishRun(ran, loaded, options, terminal);
}

/** A bundle that waits to be judged and rendered. */
export interface Ran extends Executed {
  readonly folder: string;
}

/** How a result is told: the answer of a playbook, or what to run next. */
export type PrintResult = (folder: string, finished: Finished, options: RunWords, terminal: Terminal) => void;

/** Judges, renders and prints, while what is left of the run goes. */
export async function finishRun(
  { folder, gone }: Ran,
  { playbook }: Pick<LoadedPlaybook, "playbook">,
  options: RunWords,
  terminal: Terminal,
  print: PrintResult = printResult,
): Promise<ExitCode> {
  const finished = await finishInPlace(folder, { ...options, playbook });
  print(folder, finished, options, terminal);
  await gone;
  return runExitCode(finished.bundle.manifest, finished.findings.findings, options.failOn);
}

/** Plans and runs, as far as the bundle. */
export async function runLive(loaded: LoadedPlaybook, options: RunCommandOptions, terminal: Terminal): Promise<Ran> {
  const plan = await preparePlan(loaded, options);
  const site = await chooseSite(options, loaded.bytes);
  const folder = claimFolder(options.out, folderName(plan));
  const bundle = startBundle(folder, plan, loaded.bytes);
  const run = randomUUID();
  const { gone } = await withView({ plan, bundle, run }, terminal, options, (siteRun) => site.execute(plan, siteRun));
  return { gone, folder };
}

function runRecorded({ bytes }: LoadedPlaybook, recorded: string, options: RunCommandOptions): Ran {
  const recording = readBundle(recorded);
  const folder = claimFolder(options.out, folderName(recording.plan));
  const bundle = startBundle(folder, recording.plan, bytes);
  replay(recording, bundle);
  bundle.close();
  return { folder, gone: Promise.resolve() };
}

const printResult: PrintResult = (folder, { findings, report }, options, terminal) => {
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ ...findings, bundle: folder }, null, 2)}\n`);
    return;
  }
  const colour = terminal.colour && process.stdout.isTTY === true;
  const lines = terminalSummary(report, { width: terminal.width, unicode: terminal.unicode, colour });
  process.stdout.write(`${[...lines, "", ...reportLines(folder, options)].join("\n")}\n`);
};
