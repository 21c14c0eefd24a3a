import { release } from "node:os";
import type { BundleWriter } from "../bundle/bundle-writer.ts";
import type { Event } from "../documents/event.generated.ts";
import type { Manifest, StepResult } from "../documents/manifest.generated.ts";
import type { Plan, PlannedStep } from "../documents/plan.generated.ts";
import { binariesOf, toolNamed, tools } from "../tools/registry.ts";
import type { Circumstances } from "../tools/requirement.ts";
import { makeCondition } from "./condition.ts";
import { refuseInTrouble } from "./cost/node-trouble.ts";
import { EventLog, type NewEvent } from "./event-log.ts";
import { costSince, ownCost } from "./own-cost.ts";
import { probeNode } from "./probe/probe-node.ts";
import { probeSummary } from "./probe/probe-summary.ts";
import { ProcessGuard } from "./process-guard.ts";
import { resolveTarget } from "./resolve-target.ts";
import { type KeptPart, RunRecord } from "./run-record.ts";
import { runStep } from "./run-step.ts";
import { schedule } from "./schedule.ts";
import type { KeptOutcome, StepContext } from "./step-context.ts";
import { reasonOf, type StopCode, Stopper } from "./stop.ts";
import { watchTarget } from "./watch-target.ts";

export interface RunOptions {
  readonly run: string;
  readonly bundle: BundleWriter;
  readonly onEvent: (event: Event) => void;
  /** Told of each result when it is on disk, before the event that tells of its step's end. */
  readonly onKept?: (part: KeptPart) => void;
  /** Aborted when the user wants the run to end and keep what it has. */
  readonly interrupt: AbortSignal;
}

/**
 * Executes a plan on this node and writes what it finds into the bundle as it goes. Judging and rendering come
 * later, from the bundle.
 *
 * @throws DiagError where the target is not there, or the node is in trouble and the plan does not say to run all the same;
 *   nothing has been started then.
 */
export async function runPlan(plan: Plan, options: RunOptions): Promise<Manifest> {
  const { run, bundle, onEvent, onKept, interrupt } = options;
  const startCost = ownCost();
  const target = resolveTarget(plan.target);
  const probeStart = performance.now();
  const probe = probeNode(binariesOf(toolsOf(plan)), bundle.folder);
  const durationMs = Math.round(performance.now() - probeStart);
  if (!plan.consent.force) refuseInTrouble(probe, plan.budget);
  const record = new RunRecord(bundle, plan, { run, target: target.description });
  const events = new EventLog(bundle, onEvent);
  using guard = new ProcessGuard();
  using stopper = new Stopper(interrupt, plan.deadlineMs);
  const follows = toolsOf(plan).some(({ followsRestarts }) => followsRestarts);
  using _watch = follows ? undefined : watchTarget(plan.target, target.node, () => stopper.stop("target-gone"));

  events.emit({ kind: "run-started", run, label: describeTarget(target.description) });
  bundle.putJson("probe.json", probe);
  events.emit({ kind: "probed", durationMs, summary: probeSummary(probe) });

  const snapshot = snapshotOf(plan.target);
  const circumstances: Circumstances = {
    target: target.node.kind,
    runtimes: target.node.kind === "process" ? target.node.processes.map(({ runtime }) => runtime) : [],
    cluster: snapshot !== undefined,
    allowAttach: plan.consent.attach,
  };
  const context: StepContext = {
    bundle,
    events,
    guard,
    probe,
    target: target.node,
    circumstances,
    ...(snapshot === undefined ? {} : { snapshot }),
    ...(plan.target.kind === "container" && plan.target.ended !== undefined ? { ended: plan.target.ended } : {}),
    budget: plan.budget,
    signal: stopper.signal,
  };
  const condition = makeCondition(plan, target.description, probe.cpus);
  await schedule<KeptOutcome>(plan.steps, resourceOf, async (step, needed) => {
    const kept = record.keep(step.id, await runStep(step, needed, condition, context));
    onKept?.(record.part(step.id));
    // Not before it is on disk: what was told must be in the bundle, whatever happens next.
    events.emit(finished(kept.result));
    if (kept.result.status === "failed" && step.onError === "stop") stopper.stop("stopped");
    return kept;
  });

  const state = stateOf(stopper.signal);
  events.emit({ kind: "run-finished", state });
  events.close();
  const reason = stopper.signal.aborted ? { reason: reasonOf(stopper.signal).message } : {};
  return record.finish(state, { ...reason, cost: costSince(startCost) });
}

function finished({ id, status, reason, durationMs, stdoutBytes = 0 }: StepResult): NewEvent {
  const message = reason === undefined ? {} : { message: reason.message };
  return { kind: "step-finished", step: id, status, ...message, durationMs, bytes: stdoutBytes };
}

/** `hot (pid 4242) · native · host web-1 · kernel 6.1.0` */
function describeTarget({ kind, label, runtime, host, pod }: Manifest["target"]): string {
  const known = runtime === undefined || runtime === "unknown" ? [] : [runtime];
  const what = kind === "host" ? [label] : [label, ...known, `${pod === undefined ? "host" : "node"} ${host}`];
  return [...what, `kernel ${release()}`].join(" · ");
}

function stateOf(signal: AbortSignal): "complete" | "interrupted" | "stopped" {
  if (!signal.aborted) return "complete";
  return (signal.reason as StopCode) === "interrupted" ? "interrupted" : "stopped";
}

/** What the cluster told of the target, for the tools that read it. */
function snapshotOf(target: Plan["target"]): object | undefined {
  if (target.kind === "process") return undefined;
  return target.kind === "host" ? target.snapshot : target.pod?.snapshot;
}

function resourceOf(step: PlannedStep): string | undefined {
  return step.kind === "tool" ? toolNamed(step.tool)?.exclusive : undefined;
}

function toolsOf(plan: Plan) {
  const wanted = new Set(plan.steps.flatMap((step) => (step.kind === "tool" ? [step.tool] : [])));
  return tools.filter(({ name }) => wanted.has(name));
}
