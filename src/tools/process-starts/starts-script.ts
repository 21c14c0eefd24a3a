import { briefCpuUs, outsidePid } from "./process-start.ts";

export interface StartsRequest {
  readonly seconds: number;
  /** None where every process of the host counts. */
  readonly pids: readonly number[];
  /** Name of the container's own cgroup: what comes into it from outside (docker exec, a probe of the kubelet) is no descendant of `pids`. */
  readonly cgroup?: string;
}

/** After so many the window ends early. */
export const mostStarts = 50_000;

/** Command lines that are shown of each program. */
const shownCommands = 3;
const comparedLength = 40;

/**
 * Follows each process from its birth to its end. What it used is read as its last thread leaves the CPU for good: before, as in
 * sched_process_exit, the scheduler has not yet added what it used since its last tick, which is all that a short one uses.
 */
export function startsScript({ seconds, pids, cgroup }: StartsRequest): string {
  const isOurs = pids.length === 0 ? "" : `(${pids.map((pid) => `pid == ${pid}`).join(" || ")} || @root[pid] != 0) && `;
  const enters = cgroup === undefined || !/^[\w.:@-]{12,}$/.test(cgroup) ? [] : entersFromOutside(cgroup);
  const group = "@root[tid], @from[tid], comm, @ran[tid]";
  return [
    'BEGIN { @begin = nsecs; @runner = ((struct task_struct *)curtask)->real_parent->tgid; printf("watching, runner %d\\n", @runner); }',
    // CLONE_THREAD of include/uapi/linux/sched.h: a thread is no process.
    `tracepoint:task:task_newtask /${isOurs}(args->clone_flags & 0x10000) == 0/ {`,
    "  $task = (struct task_struct *)curtask; $root = @root[pid];",
    "  if ($root == 0) { $root = (uint64)pid; @name[$root] = $task->group_leader->comm; }",
    "  @root[args->pid] = $root; @born[args->pid] = nsecs; @from[args->pid] = $task->group_leader->comm; @ran[args->pid] = 0;",
    "  @starts[$root, (nsecs - @begin) / 1000000000] = count();",
    `  @seen = @seen + 1; if (@seen >= ${mostStarts}) { exit(); }`,
    "}",
    "tracepoint:sched:sched_process_exec {",
    "  $task = (struct task_struct *)curtask;",
    ...enters,
    "  if (@root[pid] != 0) {",
    "    @ran[pid] = 1;",
    `    if (@shown[@from[pid], comm] < ${shownCommands}) {`,
    "      @shown[@from[pid], comm] = @shown[@from[pid], comm] + 1;",
    // The environment follows the arguments in memory: no byte of it is read.
    "      $start = $task->mm->arg_start;",
    '      printf("exec %s\\t%s\\t%r\\n", @from[pid], comm, buf(uptr($start), $task->mm->arg_end - $start));',
    "    }",
    "  }",
    "}",
    // EXIT_DEAD and EXIT_ZOMBIE of include/linux/sched.h.
    "tracepoint:sched:sched_switch /(args->prev_state & 0x30) != 0 && @born[tid] != 0/ {",
    "  $task = (struct task_struct *)curtask;",
    "  $us = (nsecs - @born[tid]) / 1000;",
    "  $cpu = ($task->se.sum_exec_runtime + $task->signal->sum_sched_runtime) / 1000;",
    "  $code = $task->exit_code;",
    `  @ended[${group}] = count(); @cpu[${group}] = sum($cpu); @life[${group}] = sum($us);`,
    `  if (($code & 0x7f) != 0 || ($code >> 8) == 126 || ($code >> 8) == 127) { @broken[${group}] = count(); }`,
    `  if ($cpu < ${briefCpuUs}) { @brief[@root[tid]] = sum($cpu); }`,
    "  @times = hist($us);",
    "  delete(@root[tid]); delete(@born[tid]); delete(@from[tid]); delete(@ran[tid]);",
    "}",
    `interval:s:${seconds} { exit(); }`,
    'END { printf("watched %lld\\n", nsecs - @begin);',
    `  ${["root", "born", "from", "ran", "shown", "begin", "runner", "seen"].map((map) => `clear(@${map});`).join(" ")} }`,
  ].join("\n");
}

function entersFromOutside(cgroup: string): string[] {
  const start = cgroup.slice(0, comparedLength);
  return [
    `  if (@root[pid] == 0 && strncmp(str($task->sched_task_group->css.cgroup->kn->name), "${start}", ${start.length}) == 0 && strncmp(str($task->real_parent->sched_task_group->css.cgroup->kn->name), "${start}", ${start.length}) != 0) {`,
    `    @root[pid] = (uint64)${outsidePid}; @born[pid] = nsecs; @from[pid] = $task->real_parent->group_leader->comm;`,
    `    @starts[(uint64)${outsidePid}, (nsecs - @begin) / 1000000000] = count();`,
    "  }",
  ];
}
