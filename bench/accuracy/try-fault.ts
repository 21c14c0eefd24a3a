import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../../test/faults/fault.ts";
import { type Judged, judgeTruth } from "../../test/faults/judge-truth.ts";
import { startFault } from "../../test/faults/start-fault.ts";
import type { Engine } from "../../test/lab/docker/engine.ts";
import { type PlaybookRun, runPlaybook } from "./run-playbook.ts";

/** One playbook on one fault. */
export interface Trial {
  readonly fault: Fault;
  readonly playbook: string;
  readonly judged: Judged;
  readonly verdict: string;
  readonly wallMs: number;
  /** Percent of the workload's throughput that was lost while diag was attached; undefined where it tells of none. */
  readonly cost?: number;
}

export interface TrialRequest {
  readonly image: string;
  /** All playbooks, where the others are to be tried as well. */
  readonly others: readonly string[];
  /** Folder for the bundles, as FAULT-PLAYBOOK. */
  readonly keep?: string;
}

/** How long the workload's throughput is measured without diag. */
const aloneMs = 5_000;
/** So many of the other playbooks run at a time: they look for false alarms, and need not be fast. */
const atATime = 3;

/** Runs a fault's own playbooks on it one after the other, then the others side by side. */
export async function tryFault(engine: Engine, fault: Fault, request: TrialRequest): Promise<Trial[]> {
  const trials: Trial[] = [];
  for (const playbook of fault.playbooks) {
    await using started = await startFault(engine, fault);
    const since = Date.now();
    await sleep(aloneMs);
    const alone = await started.workSince(since);
    const attachedAt = Date.now();
    const run = await runPlaybook(engine, requestOf(fault, playbook, started.container, request));
    const attached = await started.workSince(attachedAt);
    trials.push({ ...trialOf(fault, playbook, run), ...costOf(alone, attached) });
  }
  const others = request.others.filter((playbook) => !fault.playbooks.includes(playbook));
  for (let next = 0; next < others.length; next += atATime) {
    await using started = await startFault(engine, fault);
    const runs = others.slice(next, next + atATime).map(async (playbook) => {
      const run = await runPlaybook(engine, requestOf(fault, playbook, started.container, request));
      return trialOf(fault, playbook, run);
    });
    trials.push(...(await Promise.all(runs)));
  }
  return trials;
}

function requestOf(fault: Fault, playbook: string, container: string, { image, keep }: TrialRequest) {
  const params = fault.params?.[playbook] ?? {};
  return { playbook, container, image, params, ...(keep && { keep: join(keep, `${fault.name}-${playbook}`) }) };
}

function trialOf(fault: Fault, playbook: string, { findings, wallMs }: PlaybookRun): Trial {
  const judged = judgeTruth(playbook, findings, fault.expected);
  return { fault, playbook, judged, verdict: findings.verdict.message, wallMs };
}

function costOf(alone: number | undefined, attached: number | undefined): Pick<Trial, "cost"> {
  if (alone === undefined || attached === undefined || alone === 0) return {};
  return { cost: (100 * (alone - attached)) / alone };
}
