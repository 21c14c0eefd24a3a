import { ProcessTree } from "./process-tree.ts";
import { reapedCpu } from "./reaped-cpu.ts";

/** Often while a program is young, so that a short one is seen at all; four times a second after that. */
const firstMs = 10;
const lastMs = 250;

export interface ProgramUse {
  readonly cpuMs: number;
  readonly peakRssBytes: number;
}

/** Measures one program, with everything that it starts, from its start to its end. */
export class ProgramMeter implements Disposable {
  readonly #tree: ProcessTree;
  readonly #onSample: (use: ProgramUse) => void;
  #use: ProgramUse = { cpuMs: 0, peakRssBytes: 0 };
  #timer: NodeJS.Timeout | undefined;
  #hasEnded = false;

  /**
   * @param pid A program that this process has just started.
   * @param onSample Called each time the figures are fresh.
   */
  constructor(pid: number, onSample: (use: ProgramUse) => void) {
    this.#tree = new ProcessTree(pid);
    this.#onSample = onSample;
    this.#tick(firstMs);
  }

  get use(): ProgramUse {
    return this.#use;
  }

  sample(): void {
    if (this.#hasEnded) return;
    reapedCpu.forget();
    const { cpuMs, rssBytes } = this.#tree.sample();
    // Processes that ended without anybody waiting for them are missing from the sum, and were in it before.
    this.#use = {
      cpuMs: Math.max(this.#use.cpuMs, cpuMs),
      peakRssBytes: Math.max(this.#use.peakRssBytes, rssBytes),
    };
  }

  /** To be called in the turn in which the exit is told. What it left running counts as it is at this moment. */
  async ended(): Promise<void> {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    clearTimeout(this.#timer);
    const left = this.#tree.sample();
    const own = await reapedCpu.ended(Math.max(0, this.#use.cpuMs - left.cpuMs));
    this.#use = { ...this.#use, cpuMs: Math.max(this.#use.cpuMs, own + left.cpuMs) };
  }

  [Symbol.dispose](): void {
    this.#hasEnded = true;
    clearTimeout(this.#timer);
  }

  #tick(delayMs: number): void {
    this.sample();
    this.#onSample(this.#use);
    if (this.#hasEnded) return;
    this.#timer = setTimeout(() => this.#tick(Math.min(2 * delayMs, lastMs)), delayMs);
    this.#timer.unref();
  }
}
