export interface RivalsRequest {
  readonly seconds: number;
  /** None where every wait of the host counts. */
  readonly pids: readonly number[];
  /** Kernel structures can be read: cgroups are named, and what is diag's own is told. */
  readonly btf: boolean;
}

/**
 * Blames the time in which threads wait for a CPU on what runs there meanwhile: for each CPU it keeps how many threads wait
 * (`@n`), and at each switch the time since the last change, times that many, goes to the task that leaves.
 *
 * Whether a thread is one of the target's is known once it has left a CPU, as sched_switch tells the thread that comes by
 * its own id only. Counts are changed by several CPUs at once, and bpftrace cannot do that atomically: twice a second all
 * waits are forgotten and counting begins anew, so that a lost change does not last.
 */
export function rivalsScript({ seconds, pids, btf }: RivalsRequest): string {
  const all = pids.length === 0;
  const isOurs = all ? "pid != 0" : pids.map((pid) => `pid == ${pid}`).join(" || ");
  const known = (tid: string) => (all ? `${tid} != 0` : `@ours[${tid}] == 1`);
  /** Brings the account of a CPU up to now. */
  const settle = (cpu: string) =>
    `if (@n[${cpu}] > 0) { @owed[${cpu}] = @owed[${cpu}] + (nsecs - @since[${cpu}]) * @n[${cpu}]; } @since[${cpu}] = nsecs;`;
  return [
    ...(btf ? [`BEGIN { @runner = ${task}->real_parent->tgid; }`] : []),
    "tracepoint:sched:sched_wakeup, tracepoint:sched:sched_wakeup_new {",
    `  if (${known("args->pid")} && @on[args->pid] == 0 && @cpu[args->pid] == 0) {`,
    `    $to = (uint64)args->target_cpu; ${settle("$to")} @n[$to] = @n[$to] + 1; @cpu[args->pid] = $to + 1;`,
    "  }",
    "}",
    "tracepoint:sched:sched_migrate_task {",
    "  $at = @cpu[args->pid];",
    "  if ($at > 0) {",
    `    $from = $at - 1; ${settle("$from")} if (@n[$from] > 0) { @n[$from] = @n[$from] - 1; }`,
    `    $dest = (uint64)args->dest_cpu; ${settle("$dest")} @n[$dest] = @n[$dest] + 1; @cpu[args->pid] = $dest + 1;`,
    "  }",
    "}",
    "tracepoint:sched:sched_switch {",
    "  $here = (uint64)cpu;",
    "  if (@n[$here] > 0) {",
    `    ${settle("$here")}`,
    ...(btf ? blameByStructures : ["    @blame[pid, comm] = sum(@owed[$here]);"]),
    "    @owed[$here] = 0;",
    "  }",
    `  if (${isOurs}) {`,
    `    ${all ? "" : "@ours[tid] = 1; "}@on[tid] = 0;`,
    // As in runqlat: preempted, or woken meanwhile, it waits again.
    `    if ((args->prev_state & 0xff) == 0) { ${settle("$here")} @n[$here] = @n[$here] + 1; @cpu[tid] = $here + 1; }`,
    "  }",
    "  $queued = @cpu[args->next_pid];",
    "  if ($queued > 0) {",
    "    $left = $queued - 1; if (@n[$left] > 0) { @n[$left] = @n[$left] - 1; }",
    "    @cpu[args->next_pid] = 0;",
    "  }",
    `  if (${known("args->next_pid")}) { @on[args->next_pid] = 1; }`,
    "}",
    "interval:ms:500 { clear(@n); clear(@cpu); clear(@owed); }",
    `interval:s:${seconds} { exit(); }`,
    `END { ${["n", "cpu", "owed", "on", "since", ...(all ? [] : ["ours"]), ...(btf ? ["runner"] : [])].map((map) => `clear(@${map});`).join(" ")} }`,
  ].join("\n");
}

const task = "((struct task_struct *)curtask)";

/** The cgroup's own name: a container's id with v1 as with v2. diag's own: what its runner started, two levels down. */
const blameByStructures = [
  `    $task = ${task}; $parent = $task->real_parent;`,
  "    $own = $task->tgid == @runner || $parent->tgid == @runner || $parent->real_parent->tgid == @runner;",
  "    @blame[pid, $task->group_leader->comm, str($task->sched_task_group->css.cgroup->kn->name), $own] = sum(@owed[$here]);",
];
