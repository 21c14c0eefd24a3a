import { bpftraceLimits } from "../bpftrace-limits.ts";
import { runsBpftrace } from "../privileges.ts";
import { bpftrace as program } from "../programs.ts";
import { pidsOf } from "../target-pids.ts";
import type { Variant } from "../tool.ts";
import { windowSeconds } from "../window.ts";
import { parseRunQueueLatency } from "./run-queue-facts.ts";

/** One key a thread of the host. */
const env = bpftraceLimits({ mapKeys: 65_536 });

export const bpftrace: Variant = {
  name: "bpftrace",
  precision:
    "Every wait is counted, in power-of-two buckets. For a process target the last wait of a thread that is still running at the end is left out.",
  requires: [...runsBpftrace],
  overhead: { cpuPercentOfCore: 4, basis: "about 1 µs a context switch; 4 % at 40,000 switches a second" },
  collect(args, node) {
    const pids = pidsOf(node.target);
    const argv = ["-q", "-e", script(windowSeconds(args), pids)];
    return { kind: "commands", commands: [{ binary: program, argv, env }] };
  },
  parse: parseRunQueueLatency,
};

/**
 * The low byte of prev_state is the sleeping state; a preempted thread has only the flag above it
 * (`__trace_sched_switch_state`, include/trace/events/sched.h), and waits for a CPU like one that was woken.
 *
 * sched_switch tells the thread that comes, not its process. So the wait is kept until that thread leaves the CPU:
 * then it is the current one, and `pid` is its process. That needs neither BTF nor kernel structures.
 */
function script(seconds: number, pids: readonly number[]): string {
  const count = "@usecs = hist($waited - 1);";
  const ours = pids.map((pid) => `pid == ${pid}`).join(" || ");
  const countOurs = pids.length === 0 ? count : `if (${ours}) { ${count} }`;
  const arrived = `@waited[args->next_pid] = (nsecs - $since) / 1000 + 1;`;
  return [
    "tracepoint:sched:sched_wakeup, tracepoint:sched:sched_wakeup_new { @queued[args->pid] = nsecs; }",
    "tracepoint:sched:sched_switch {",
    `  $waited = @waited[tid]; if ($waited > 0) { ${countOurs} delete(@waited[tid]); }`,
    "  if (args->prev_pid != 0 && (args->prev_state & 0xff) == 0) { @queued[args->prev_pid] = nsecs; }",
    `  $since = @queued[args->next_pid]; if ($since > 0) { ${arrived} delete(@queued[args->next_pid]); }`,
    "}",
    'interval:s:1 { time("%H:%M:%S\\n"); print(@usecs); clear(@usecs); @seconds++; }',
    `interval:s:1 /@seconds == ${seconds}/ { exit(); }`,
    "END { clear(@queued); clear(@waited); clear(@seconds); }",
  ].join("\n");
}
