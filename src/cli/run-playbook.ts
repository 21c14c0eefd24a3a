import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { BundleWriter } from "../bundle/bundle-writer.ts";
import { claimFolder } from "../bundle/claim-folder.ts";
import { readBundle } from "../bundle/read-bundle.ts";
import type { Plan, TargetSpec } from "../documents/plan.generated.ts";
import { terminalSummary } from "../report/terminal/summary.ts";
import { replay } from "../site/recorded.ts";
import type { Executed } from "../site/site.ts";
import { chooseSite } from "./choose-site.ts";
import type { SiteOptions } from "./command/site-options.ts";
import type { TargetOptions } from "./command/target-options.ts";
import type { ExitCode } from "./exit-code.ts";
import { type FailOn, runExitCode } from "./fail-on.ts";
import { type Finished, finishInPlace } from "./finish-bundle.ts";
import { interruptible } from "./interruptible.ts";
import { type LoadedPlaybook, loadPlaybook } from "./load-playbook.ts";
import { preparePlan } from "./prepare-plan.ts";
import { chooseView } from "./view/choose-view.ts";
import { type Terminal, terminalOf } from "./view/view.ts";

export interface RunCommandOptions extends TargetOptions, SiteOptions {
  readonly recorded?: string;
  readonly out?: string;
  readonly failOn: FailOn;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color?: boolean;
}

/** `diag run`: plan, run, judge, report. */
export async function runPlaybook(nameOrPath: string, options: RunCommandOptions): Promise<ExitCode> {
  const terminal = terminalOf(process.env, options);
  const loaded = loadPlaybook(nameOrPath);
  const { folder, gone } =
    options.recorded === undefined
      ? await runLive(loaded, options, terminal)
      : runRecorded(loaded, options.recorded, options);
  const finished = await finishInPlace(folder, { playbook: loaded.playbook });
  printResult(folder, finished, options, terminal);
  await gone;
  return runExitCode(finished.bundle.manifest, finished.findings.findings, options.failOn);
}

/** A bundle that waits to be judged and rendered. */
interface Ran extends Executed {
  readonly folder: string;
}

async function runLive(loaded: LoadedPlaybook, options: RunCommandOptions, terminal: Terminal): Promise<Ran> {
  const plan = await preparePlan(loaded, options);
  const site = await chooseSite(options);
  const folder = claimFolder(options.out, folderName(plan));
  const bundle = startBundle(folder, plan, loaded.bytes);
  const view = await (await chooseView(terminal, options))(plan, terminal);
  const interrupt = interruptible();
  // The report's code is read while the tools watch, so that it is ready when they are.
  const warm = loadFormats();
  let executed: Executed;
  try {
    executed = await site.execute(plan, {
      run: randomUUID(),
      bundle,
      onEvent: (event) => view.event(event),
      onStatus: (text) => view.status(text),
      interrupt: interrupt.signal,
    });
  } catch (error) {
    bundle.discard();
    throw error;
  } finally {
    interrupt.dispose();
    await view.close();
    bundle.close();
  }
  await warm;
  return { ...executed, folder };
}

function runRecorded({ bytes }: LoadedPlaybook, recorded: string, options: RunCommandOptions): Ran {
  const recording = readBundle(recorded);
  const folder = claimFolder(options.out, folderName(recording.plan));
  const bundle = startBundle(folder, recording.plan, bytes);
  replay(recording, bundle);
  bundle.close();
  return { folder, gone: Promise.resolve() };
}

function startBundle(folder: string, plan: Plan, playbook: Uint8Array): BundleWriter {
  const bundle = new BundleWriter(folder);
  bundle.putJson("plan.json", plan);
  bundle.put("playbook.yaml", playbook);
  return bundle;
}

function printResult(
  folder: string,
  { findings, report }: Finished,
  options: RunCommandOptions,
  terminal: Terminal,
): void {
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ ...findings, bundle: folder }, null, 2)}\n`);
    return;
  }
  const colour = terminal.colour && process.stdout.isTTY === true;
  const lines = terminalSummary(report, { width: terminal.width, unicode: terminal.unicode, colour });
  process.stdout.write(`${lines.join("\n")}\n\nreport  ${join(folder, "report.html")}\n`);
}

/** `diag-2026-11-23-cpu-hot-4242` */
function folderName(plan: Plan): string {
  return `diag-${new Date().toISOString().slice(0, 10)}-${plan.playbook.name}-${targetWord(plan.target)}`;
}

/** A container's name may hold what no folder should. */
function targetWord(target: TargetSpec): string {
  if (target.kind === "host") return "host";
  if (target.kind === "process") return `${target.pid}`;
  return (target.name ?? target.id.slice(0, 12)).replaceAll(/[^A-Za-z0-9_.-]/g, "-").slice(0, 64);
}

async function loadFormats(): Promise<void> {
  const { formats } = await import("../report/formats.ts");
  await Promise.all(formats.map((format) => format.load()));
}
