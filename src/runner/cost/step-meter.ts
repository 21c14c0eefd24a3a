import type { Reason, StepCost } from "../../documents/manifest.generated.ts";
import type { Budget } from "../../documents/plan.generated.ts";
import { folderBytes } from "./folder-bytes.ts";
import { overBudget } from "./over-budget.ts";
import { ProgramMeter, type ProgramUse } from "./program-meter.ts";

/**
 * What a program is for. Post-processing (perf script) turns into text what was measured: it works at 100 % of a core by its
 * nature, for a time that the step's timeout bounds, and stopping it would throw the measurement away. So its CPU time
 * counts as cost and is not judged; its memory and what it adds on disk, which can harm the node, are.
 */
export type ProgramRole = "measuring" | "post-processing";

const nothing: ProgramUse = { cpuMs: 0, peakRssBytes: 0 };

/** Measures the programs of one step, one after the other, and tells when they go beyond the step's budget. */
export class StepMeter {
  readonly #folder: string;
  readonly #budget: Budget;
  readonly #startedAt = performance.now();
  /** Of the programs before this one. */
  #endedCpuMs = 0;
  #peakRssBytes = 0;
  #current: ProgramMeter | undefined;

  /** @param folder Where the step's output and its artifacts are written. */
  constructor(folder: string, budget: Budget) {
    this.#folder = folder;
    this.#budget = budget;
  }

  /**
   * Follows a program from its start.
   *
   * @param stop Called with the reason when the program must be stopped.
   */
  follow(pid: number, stop: (reason: Reason) => void, role: ProgramRole): ProgramMeter {
    this.#finishCurrent();
    const diskBefore = role === "measuring" ? 0 : folderBytes(this.#folder);
    const judge = ({ cpuMs, peakRssBytes }: ProgramUse) => {
      const diskBytes = folderBytes(this.#folder) - diskBefore;
      const time = role === "measuring" ? { elapsedMs: performance.now() - this.#startedAt } : {};
      const reason = overBudget({ cpuMs, maxRssBytes: peakRssBytes, diskBytes, ...time }, this.#budget);
      if (reason !== undefined) stop(reason);
    };
    this.#current = new ProgramMeter(pid, judge);
    return this.#current;
  }

  /** Output that the runner writes itself goes to the same disk. */
  get diskReason(): Reason | undefined {
    return overBudget({ cpuMs: 0, maxRssBytes: 0, diskBytes: folderBytes(this.#folder) }, this.#budget);
  }

  get cost(): StepCost {
    const { cpuMs, peakRssBytes } = this.#current?.use ?? nothing;
    return {
      cpuMs: Math.round(this.#endedCpuMs + cpuMs),
      maxRssBytes: Math.max(this.#peakRssBytes, peakRssBytes),
      diskBytes: folderBytes(this.#folder),
    };
  }

  #finishCurrent(): void {
    const { cpuMs, peakRssBytes } = this.#current?.use ?? nothing;
    this.#endedCpuMs += cpuMs;
    this.#peakRssBytes = Math.max(this.#peakRssBytes, peakRssBytes);
    this.#current = undefined;
  }
}

/** Of two variants of a step, one after the other. The second's disk holds what the first left there. */
export function addCosts(first: StepCost | undefined, second: StepCost): StepCost {
  if (first === undefined) return second;
  return {
    cpuMs: first.cpuMs + second.cpuMs,
    maxRssBytes: Math.max(first.maxRssBytes, second.maxRssBytes),
    diskBytes: Math.max(first.diskBytes, second.diskBytes),
  };
}
