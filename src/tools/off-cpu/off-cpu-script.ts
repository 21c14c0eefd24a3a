import { callerScript } from "./caller-script.ts";

/** More waits than this end the window early, so that the cost is bounded: 21 µs each, as measured, and 1 s in all. */
export const mostWaits = 50_000;
/** Stacks that are printed, the longest waits first. */
const shownStacks = 400;

/**
 * A wait begins where a thread of the target leaves its CPU in a sleeping state, and ends where it is woken: what it then
 * waits for a CPU is the run queue's. Its stacks are taken as it leaves, and kept until it is woken. With each goes
 * `how`: 1 for uninterruptible, and twice the kind of futex (1 mutex, 2 condition, 3 read-write lock; see `futexKind`),
 * which counts only where the stack tells that it waits for one.
 *
 * At the end stand the waits that have not ended: `@left` by thread, with its stacks; and the names of callers.
 */
export function offCpuScript(seconds: number, pids: readonly number[], arch: string = process.arch): string {
  const ours = pids.map((pid) => `pid == ${pid}`).join(" || ");
  const key = "[args->comm, @how[args->pid], @caller[args->pid], @kernel[args->pid], @user[args->pid]]";
  const show = (map: string) => `print(@${map}, ${shownStacks}); clear(@${map});`;
  return [
    "BEGIN { @start = nsecs; }",
    "tracepoint:syscalls:sys_enter_futex",
    `/${ours}/`,
    "{",
    "  $command = args->op & 127; $kind = 0;",
    "  if ($command == 0 && (args->val == 2 || args->val >= 0x80000000)) { $kind = 1; }",
    "  if ($command == 6 || $command == 13) { $kind = 1; }",
    "  if ($command == 9) { $kind = 2; if (args->val == 3) { $kind = 3; } }",
    "  @futex[tid] = $kind;",
    "}",
    "tracepoint:sched:sched_switch",
    `/${ours}/`,
    "{",
    "  if ((args->prev_state & 0xff) != 0) {",
    "    $deep = 0; if ((args->prev_state & 2) != 0) { $deep = 1; }",
    "    @left[tid] = nsecs; @kernel[tid] = kstack(perf); @user[tid] = ustack(perf); @comm[tid] = comm;",
    ...callerScript(arch).map((line) => `  ${line}`),
    "    @how[tid] = @futex[tid] * 2 + $deep; @caller[tid] = $caller;",
    `    @seen++; if (@seen > ${mostWaits}) { exit(); }`,
    "  }",
    "}",
    "tracepoint:sched:sched_waking",
    "/@left[args->pid]/",
    "{",
    "  $us = (nsecs - @left[args->pid]) / 1000;",
    `  @total${key} = sum($us); @count${key} = count(); @longest${key} = max($us);`,
    "  delete(@left[args->pid]);",
    "}",
    `interval:s:${seconds} { exit(); }`,
    "END {",
    '  printf("watched %lld now %lld seen %lld\\n", nsecs - @start, nsecs, @seen);',
    `  ${["total", "count", "longest"].map(show).join(" ")}`,
    "  clear(@futex); clear(@start); clear(@seen);",
    "}",
  ].join("\n");
}
