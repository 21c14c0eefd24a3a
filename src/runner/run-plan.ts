import { release } from "node:os";
import { type BundleWriter, isDiskFull } from "../bundle/bundle-writer.ts";
import { storeProfiles } from "../bundle/store-facts.ts";
import type { Event } from "../documents/event.generated.ts";
import type { Facts } from "../documents/facts.generated.ts";
import type { Manifest, Reason, StepResult } from "../documents/manifest.generated.ts";
import type { Plan, PlannedStep } from "../documents/plan.generated.ts";
import { toolNamed, tools } from "../tools/registry.ts";
import { version } from "../version.ts";
import { makeCondition } from "./condition.ts";
import { EventLog } from "./event-log.ts";
import { costSince, ownCost } from "./own-cost.ts";
import { probeNode } from "./probe/probe-node.ts";
import { probeSummary } from "./probe/probe-summary.ts";
import { ProcessGuard } from "./process-guard.ts";
import { resolveTarget } from "./resolve-target.ts";
import { runStep } from "./run-step.ts";
import { schedule } from "./schedule.ts";
import type { KeptOutcome, StepContext, StepOutcome } from "./step-context.ts";
import { type StopCode, stopReason } from "./stop.ts";
import { watchTarget } from "./watch-target.ts";

export interface RunOptions {
  readonly run: string;
  readonly bundle: BundleWriter;
  readonly onEvent: (event: Event) => void;
  /** Aborted when the user wants the run to end and keep what it has. */
  readonly interrupt: AbortSignal;
}

/**
 * Executes a plan on this node and writes what it finds into the bundle as it goes: after each step the manifest
 * and the facts are on disk. Judging and rendering come later, from the bundle.
 */
export async function runPlan(plan: Plan, options: RunOptions): Promise<Manifest> {
  const { bundle } = options;
  const startCost = ownCost();
  const startedAt = new Date();
  const target = resolveTarget(plan.target);
  const results = new Map<string, StepResult>();
  const facts: Facts = { schema: "diag/facts/v1", steps: {} };

  const manifest = (state: Manifest["state"], more: Partial<Manifest> = {}): Omit<Manifest, "files"> => ({
    schema: "diag/manifest/v1",
    run: options.run,
    state,
    diag: version,
    site: "local",
    playbook: plan.playbook,
    target: target.description,
    startedAt: startedAt.toISOString(),
    steps: plan.steps.flatMap((step) => results.get(step.id) ?? []),
    ...more,
  });
  bundle.putManifest(manifest("running"));

  const events = new EventLog(bundle, options.onEvent);
  const guard = new ProcessGuard();
  const stopper = new AbortController();
  const stop = (code: StopCode) => stopper.abort(code);
  const onInterrupt = () => stop("interrupted");
  if (options.interrupt.aborted) onInterrupt();
  options.interrupt.addEventListener("abort", onInterrupt);
  const unwatch = watchTarget(plan.target, () => stop("target-gone"));
  try {
    events.emit({ kind: "run-started", run: options.run, label: describeTarget(target.description) });
    const probeStart = performance.now();
    const probe = probeNode(binariesOf(plan));
    bundle.putJson("probe.json", probe);
    events.emit({
      kind: "probed",
      durationMs: Math.round(performance.now() - probeStart),
      summary: probeSummary(probe),
    });

    const context: StepContext = { bundle, events, guard, probe, target: target.node, signal: stopper.signal };
    const condition = makeCondition(plan, target.description, probe.cpus);
    await schedule<KeptOutcome>(plan.steps, resourceOf, async (step, needed) => {
      const outcome = keep(step, await runStep(step, needed, condition, context), bundle);
      results.set(step.id, outcome.result);
      if (Object.keys(outcome.facts).length > 0) facts.steps[step.id] = outcome.facts;
      if (outcome.result.status === "failed" && step.onError === "stop" && !stopper.signal.aborted) stop("stopped");
      tolerateFullDisk(() => {
        bundle.putJson("facts.json", facts);
        bundle.putManifest(manifest("running"));
      });
      return outcome;
    });

    const state = stateOf(stopper.signal);
    events.emit({ kind: "run-finished", state });
    events.close();
    return bundle.putManifest(
      manifest(state, {
        ...(stopper.signal.aborted ? { reason: stopReason(stopper.signal.reason as StopCode).message } : {}),
        window: windowOf(results.values(), startedAt),
        finishedAt: new Date().toISOString(),
        cost: costSince(startCost),
      }),
    );
  } finally {
    unwatch();
    options.interrupt.removeEventListener("abort", onInterrupt);
    guard.close();
  }
}

/** `hot (pid 4242) · native · host web-1 · kernel 6.1.0` */
function describeTarget({ kind, label, runtime, host }: Manifest["target"]): string {
  const what =
    kind === "host"
      ? [label]
      : [label, ...(runtime === undefined || runtime === "unknown" ? [] : [runtime]), `host ${host}`];
  return [...what, `kernel ${release()}`].join(" · ");
}

/** Puts a step's facts beside the others'. A disk that fills up here costs the profile, not the step's other facts. */
function keep(step: PlannedStep, outcome: StepOutcome, bundle: BundleWriter): KeptOutcome {
  try {
    return { result: outcome.result, facts: storeProfiles(step.id, outcome.facts, bundle) };
  } catch (error) {
    const reason: Reason = {
      code: "disk-full",
      message: `its profile could not be written: ${(error as Error).message}`,
      mend: "Free space, or give --out another disk.",
    };
    const others = Object.entries(outcome.facts).filter(([, fact]) => fact.kind !== "profile");
    return {
      result: { ...outcome.result, status: "partial", reason },
      facts: storeProfiles(step.id, Object.fromEntries(others), bundle),
    };
  }
}

function tolerateFullDisk(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!isDiskFull(error)) throw error;
  }
}

function stateOf(signal: AbortSignal): "complete" | "interrupted" | "stopped" {
  if (!signal.aborted) return "complete";
  return signal.reason === "interrupted" ? "interrupted" : "stopped";
}

function windowOf(results: Iterable<StepResult>, startedAt: Date): { from: string; to: string } {
  let to = startedAt.getTime();
  for (const result of results) {
    if (result.startedAt !== undefined) to = Math.max(to, Date.parse(result.startedAt) + result.durationMs);
  }
  return { from: startedAt.toISOString(), to: new Date(to).toISOString() };
}

function resourceOf(step: PlannedStep): string | undefined {
  return step.kind === "tool" ? toolNamed(step.tool)?.exclusive : undefined;
}

/** Every program that a candidate variant of this plan may start. */
function binariesOf(plan: Plan) {
  const wanted = new Set(plan.steps.flatMap((step) => (step.kind === "tool" ? [step.tool] : [])));
  return tools
    .filter((tool) => wanted.has(tool.name))
    .flatMap((tool) => tool.variants)
    .flatMap((variant) => variant.requires)
    .flatMap((requirement) => (requirement.kind === "binary" ? [requirement.binary] : []));
}
