import { callerScript } from "../off-cpu/caller-script.ts";

/** More futex waits and wakes than this end the window early, so that the cost is bounded. */
export const mostCalls = 50_000;
/** Entries that are printed of each map, the largest first. */
const shownEntries = 300;
/** Too short for a piece of work, and long enough to look for one and find none. */
const vainUs = 100;
/** CPython's threads ask for the interpreter's lock every 5 ms (sys.getswitchinterval), on a condition variable; others wait for longer. */
const shortMs = 6;

/**
 * A wait is a futex(2) that waits, from its start to its end; what the kernel refused at once (EAGAIN: the word had changed) is none.
 * With it goes `how`: four times the kind of futex (1 mutex, 2 condition, 3 read-write lock; see `futexKind`), 1 more where it is shared
 * among processes, and 2 where it is to end within `shortMs`.
 *
 * Whoever wakes at the address of a mutex has held it. How long is known of one that waited itself: from the end of its wait to its
 * wake (`held`, `holds`). And whom a waiter met is in memory: glibc's pthread_mutex_t has its owner 8 bytes after the futex
 * (`__owner` of struct __pthread_mutex_s), musl and PI futexes have it in the word itself. That is a thread id of the target's own pid namespace:
 * `@thread[pid, id, comm]` tells which are real. `@vain` counts who is woken from a condition and waits for one again after less than `vainUs` of
 * anything else than waiting for a lock.
 */
export function futexScript(seconds: number, pids: readonly number[], arch: string = process.arch): string {
  const ours = pids.map((pid) => `pid == ${pid}`).join(" || ");
  const caller = callerScript(arch);
  const waiter = "[@how[tid], pid, @lock[tid], comm, @caller[tid], @user[tid]]";
  const waker = "[pid, $address, comm, $caller, ustack(perf)]";
  const show = (map: string) => `print(@${map}, ${shownEntries}); clear(@${map});`;
  return [
    "BEGIN { @start = nsecs; }",
    "tracepoint:syscalls:sys_enter_futex",
    `/${ours}/`,
    "{",
    "  $command = args->op & 127; $address = (uint64)args->uaddr;",
    "  if ($command == 0 || $command == 9 || $command == 6 || $command == 13) {",
    "    $kind = 0; $owner = (uint64)0; $short = 0; $shared = 0;",
    "    if ($command == 0 && args->val == 2) { $kind = 1; $owner = (uint64)*(uint32 *)uptr($address + 8); }",
    "    if ($command == 0 && args->val >= 0x80000000) { $kind = 1; $owner = (uint64)args->val & 0x3fffffff; }",
    "    if ($command == 6 || $command == 13) { $kind = 1; $owner = (uint64)*(uint32 *)uptr($address) & 0x3fffffff; }",
    "    if ($command == 9) { $kind = 2; if (args->val == 3) { $kind = 3; } }",
    // An absolute time of CLOCK_MONOTONIC, which `nsecs` is as well.
    "    if ($command == 9 && args->utime != 0 && (args->op & 256) == 0) {",
    "      $end = *(uint64 *)uptr((uint64)args->utime) * 1000000000 + *(uint64 *)uptr((uint64)args->utime + 8);",
    `      if ($end < nsecs + ${shortMs * 1e6}) { $short = 2; }`,
    "    }",
    "    if ((args->op & 128) == 0) { $shared = 1; }",
    ...caller.map((line) => `  ${line}`),
    `    if ($kind != 1 && $kind != 3 && @woke[tid]) { if (nsecs - @woke[tid] < ${vainUs * 1e3}) { @vain[pid, $address] = count(); } delete(@woke[tid]); }`,
    "    @begin[tid] = nsecs; @lock[tid] = $address; @how[tid] = $kind * 4 + $short + $shared;",
    "    @caller[tid] = $caller; @user[tid] = ustack(perf); @comm[tid] = comm; @process[tid] = pid;",
    "    @waited[pid, $address] = 1; if ($owner != 0) { @met[pid, $address, $owner] = count(); }",
    "  }",
    "  if ($command == 1 || $command == 10 || $command == 5 || $command == 3 || $command == 4 || $command == 7) {",
    "    if (@waited[pid, $address]) { @waking[tid] = $address; @unlock[tid] = $command == 7; }",
    "  }",
    "  if (@known[tid] == 0) {",
    "    @known[tid] = 1; $id = curtask->thread_pid; $numbers = (struct upid *)((uint64)$id + sizeof(struct pid));",
    "    @thread[pid, ($numbers + $id->level)->nr, comm] = tid;",
    "  }",
    "}",
    "tracepoint:syscalls:sys_exit_futex",
    "/@begin[tid]/",
    "{",
    "  if (args->ret != -11) {",
    "    $us = (nsecs - @begin[tid]) / 1000;",
    `    @total${waiter} = sum($us); @count${waiter} = count(); @longest${waiter} = max($us);`,
    "    @times[@how[tid], pid, @lock[tid]] = hist($us);",
    "    $kind = @how[tid] / 4;",
    "    if ($kind == 1 || $kind == 3) { if (@woke[tid]) { @woke[tid] += nsecs - @begin[tid]; } if (args->ret == 0) { @got[tid] = nsecs; @holds[tid] = @lock[tid]; } }",
    "    if ($kind != 1 && $kind != 3 && args->ret == 0) { @woke[tid] = nsecs; }",
    `    @seen++; if (@seen > ${mostCalls}) { exit(); }`,
    "  }",
    "  delete(@begin[tid]);",
    "}",
    "tracepoint:syscalls:sys_exit_futex",
    "/@waking[tid]/",
    "{",
    "  $address = @waking[tid]; $woken = (int64)args->ret; if (@unlock[tid] && $woken == 0) { $woken = 1; }",
    "  if ($woken > 0 || @holds[tid] == $address) {",
    ...caller.map((line) => `  ${line}`),
    `    if ($woken > 0) { @woken${waker} = sum($woken); @wakes${waker} = count(); @most${waker} = max($woken); }`,
    `    if (@holds[tid] == $address) { @held${waker} = sum((nsecs - @got[tid]) / 1000); @releases${waker} = count(); delete(@holds[tid]); }`,
    `    @seen++; if (@seen > ${mostCalls}) { exit(); }`,
    "  }",
    "  delete(@waking[tid]);",
    "}",
    `interval:s:${seconds} { exit(); }`,
    "END {",
    '  printf("watched %lld now %lld seen %lld\\n", nsecs - @start, nsecs, @seen);',
    `  ${["total", "count", "longest", "times", "woken", "wakes", "most", "held", "releases", "met", "vain"].map(show).join(" ")}`,
    `  ${["got", "holds", "woke", "waking", "unlock", "waited", "known", "start", "seen"].map((map) => `clear(@${map});`).join(" ")}`,
    "}",
  ].join("\n");
}
