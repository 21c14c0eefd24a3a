import type { Reason } from "../documents/manifest.generated.ts";

/** Why work is cut short. It travels as the `reason` of an AbortSignal. */
export type StopCode = "interrupted" | "target-gone" | "stopped" | "deadline";

const reasons: Record<StopCode, Reason> = {
  interrupted: { code: "interrupted", message: "interrupted by the user" },
  "target-gone": { code: "target-gone", message: "the target process exited" },
  stopped: { code: "stopped", message: "an earlier step with onError: stop failed" },
  deadline: { code: "timeout", message: "the run reached its deadline" },
};

/** The reason of a signal that a Stopper aborted. */
export function reasonOf(signal: AbortSignal): Reason {
  return reasons[signal.reason as StopCode];
}

/** Ends a run for one reason, the first that comes: the user, the deadline, or what the run itself meets. */
export class Stopper implements Disposable {
  readonly #controller = new AbortController();
  readonly #interrupt: AbortSignal;
  readonly #deadline: NodeJS.Timeout;
  readonly #onInterrupt = () => this.stop("interrupted");

  constructor(interrupt: AbortSignal, deadlineMs: number) {
    this.#interrupt = interrupt;
    this.#deadline = setTimeout(() => this.stop("deadline"), deadlineMs);
    interrupt.addEventListener("abort", this.#onInterrupt);
    if (interrupt.aborted) this.stop("interrupted");
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  stop(code: StopCode): void {
    this.#controller.abort(code);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#deadline);
    this.#interrupt.removeEventListener("abort", this.#onInterrupt);
  }
}
