import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../../test/faults/fault.ts";
import { type Judged, judgeTruth } from "../../test/faults/judge-truth.ts";
import { type StartedFault, startFault } from "../../test/faults/start-fault.ts";
import type { Engine } from "../../test/lab/docker/engine.ts";
import { type Cost, costOf } from "./cost.ts";
import { runPlaybook } from "./run-playbook.ts";
import { shortestWindow } from "./window.ts";

/** One playbook on one fault. */
export interface Trial {
  readonly fault: Fault;
  readonly playbook: string;
  readonly judged: Judged;
  readonly verdict: string;
  readonly wallMs: number;
  readonly cost?: Cost;
  /** It gave an alarm, or nothing, while others ran beside it, and was tried again alone: that is what counts. */
  readonly again?: true;
}

export interface TrialRequest {
  readonly image: string;
  /** Whether to measure what diag costs a workload, for which nothing may run beside it. */
  readonly cost: boolean;
  /** Whether what gives an alarm beside others is left to a later run. */
  readonly defer: boolean;
  /** Folder for the bundles, as FAULT-PLAYBOOK. */
  readonly keep?: string;
}

/** How long the workload's throughput is measured without diag, before and after. */
const aloneMs = 5_000;

/** A playbook on a fault that it must diagnose, or that tempts it. */
export async function tryOwn(engine: Engine, fault: Fault, playbook: string, request: TrialRequest): Promise<Trial> {
  await using started = await startFault(engine, fault);
  const workIn = async (part: () => Promise<unknown>) => {
    const since = Date.now();
    await part();
    return started.workSince(since);
  };
  const before = request.cost ? await workIn(() => sleep(aloneMs)) : [];
  const params = fault.params?.[playbook] ?? {};
  let trial: Trial | undefined;
  const attached = await workIn(async () => {
    trial = await diagnose(engine, { ...request, fault, playbook, started, params });
  });
  if (trial === undefined) throw new Error(`${playbook} was not run on ${fault.name}`);
  if (before.length === 0) return trial;
  return { ...trial, ...costOf(before, attached, await workIn(() => sleep(aloneMs))) };
}

/**
 * Playbooks that the fault is no case of, side by side and over short windows: what they say must be true all the same. One that
 * gives an alarm is tried again alone, unless it was alone.
 */
export async function tryOthers(
  engine: Engine,
  fault: Fault,
  playbooks: readonly string[],
  request: TrialRequest,
): Promise<Trial[]> {
  const trialOf = (playbook: string, started: StartedFault) =>
    diagnose(engine, { ...request, fault, playbook, started, params: { duration: shortestWindow(playbook) } });
  const together = await (async () => {
    await using started = await startFault(engine, fault);
    return await Promise.allSettled(playbooks.map((playbook) => trialOf(playbook, started)));
  })();
  const trials: Trial[] = [];
  for (const [index, playbook] of playbooks.entries()) {
    const first = together[index];
    if (first?.status === "fulfilled" && (playbooks.length === 1 || first.value.judged.falseAlarms.length === 0)) {
      trials.push(first.value);
    } else if (!request.defer) {
      // The neighbours take CPU, memory and packets: what it told of them was true.
      await using started = await startFault(engine, fault);
      trials.push({ ...(await trialOf(playbook, started)), again: true });
    }
  }
  return trials;
}

async function diagnose(
  engine: Engine,
  request: TrialRequest & {
    readonly fault: Fault;
    readonly playbook: string;
    readonly started: StartedFault;
    readonly params: Readonly<Record<string, string | number>>;
  },
): Promise<Trial> {
  const { fault, playbook, started, params, image, keep } = request;
  const { findings, wallMs } = await runPlaybook(engine, {
    ...{ playbook, container: started.container, image, params },
    ...(keep && { keep: join(keep, `${fault.name}-${playbook}`) }),
  });
  const judged = judgeTruth(playbook, findings, fault.expected);
  return { fault, playbook, judged, verdict: findings.verdict.message, wallMs };
}
