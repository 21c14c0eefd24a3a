import type { FutexKind } from "./wait-reason.ts";

/** What threads of one name waited for at one place, added up. */
export interface Wait {
  readonly thread: string;
  /** Frames as in `tools/stacks/frame.ts`, leaf first, without the scheduler's own. */
  readonly kernel: readonly string[];
  readonly user: readonly string[];
  /** In uninterruptible wait (D). */
  readonly blocked: boolean;
  readonly futex: FutexKind;
  readonly us: number;
  readonly count: number;
  readonly longestUs: number;
  /** Of a TCP connection: `to ADDRESS:PORT` or `from ADDRESS`. */
  readonly peer?: string;
}

/** The scheduler and the tracepoint above every wait. */
const scheduler =
  /^(?:__traceiter_\w+|perf_trace_\w+|bpf_\w+|__bpf_\w+|trace_\w+|__schedule|schedule(?:_hrtimeout_range\w*|_timeout\w*)?)_\[k\]$/;

export function withoutScheduler(kernel: readonly string[]): readonly string[] {
  const first = kernel.findIndex((frame) => !scheduler.test(frame));
  return first < 0 ? [] : kernel.slice(first);
}
