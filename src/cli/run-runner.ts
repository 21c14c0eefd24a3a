import { readFileSync } from "node:fs";
import { BundleWriter } from "../bundle/bundle-writer.ts";
import { claimFolder } from "../bundle/claim-folder.ts";
import type { Event, RunRefused } from "../documents/event.generated.ts";
import type { Plan } from "../documents/plan.generated.ts";
import { readDocument } from "../documents/read-document.ts";
import validatePlan from "../documents/validate-plan.generated.js";
import { DiagError } from "../errors.ts";
import { runPlan } from "../runner/run-plan.ts";
import type { KeptPart } from "../runner/run-record.ts";
import { unpackText } from "../site/kubernetes/packed.ts";
import { maxToldBytes, type ToldPart } from "../site/told-run.ts";
import { findProcess } from "../target/find-process.ts";
import { type ExitCode, exitCode, exitCodeOf } from "./exit-code.ts";
import { interruptible } from "./interruptible.ts";

export interface RunnerOptions {
  /** A file… */
  readonly plan?: string;
  /** …or a variable that holds it packed. */
  readonly planEnv?: string;
  readonly out: string;
  readonly run: string;
}

/** `diag runner`: what a site starts on the node. A plan that cannot be run is an event too, so that the site can tell why. */
export async function runRunner({ out, run, ...where }: RunnerOptions): Promise<ExitCode> {
  const interrupt = interruptible();
  try {
    const plan = readDocument<Plan>(planText(where), "diag/plan/v1", validatePlan, where.plan ?? where.planEnv ?? "");
    const bundle = new BundleWriter(claimFolder(out, "bundle"));
    await runPlan(pinned(plan), { run, bundle, onEvent: print, onKept: printPart, interrupt: interrupt.signal });
    bundle.close();
    return exitCode.done;
  } catch (error) {
    if (!(error instanceof DiagError)) throw error;
    const { code, message, hint } = error;
    const refused: RunRefused = { seq: 1, at: new Date().toISOString(), kind: "run-refused", code, message };
    print(hint === undefined ? refused : { ...refused, hint });
    return exitCodeOf(code);
  } finally {
    interrupt.dispose();
  }
}

function planText({ plan, planEnv = "" }: Pick<RunnerOptions, "plan" | "planEnv">): string {
  if (plan !== undefined) return readFileSync(plan, "utf8");
  const packed = process.env[planEnv];
  // The tools have no use for it.
  delete process.env[planEnv];
  if (packed === undefined)
    throw new DiagError("usage", "The runner was given no plan", { hint: "Use --plan or --plan-env." });
  return unpackText(packed);
}

/** The caller could not see the process where the engine is elsewhere: it is looked for here. */
function pinned(plan: Plan): Plan {
  const { target } = plan;
  if (target.kind !== "process" || target.startTicks !== undefined) return plan;
  return { ...plan, target: findProcess(target.pid, { uid: process.geteuid?.() ?? 0 }) };
}

function print(event: Event): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

function printPart(part: KeptPart): void {
  const line = JSON.stringify({ kind: "kept", ...part } satisfies ToldPart);
  if (line.length <= maxToldBytes) process.stdout.write(`${line}\n`);
}
