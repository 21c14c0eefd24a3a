import { callNumber, fileCalls, type SystemCall } from "./system-calls.ts";

export interface StartRequest {
  readonly seconds: number;
  readonly pids: readonly number[];
  /** Name of the container's own cgroup, and of its pod's: a container that is started again begins outside of the target's processes. */
  readonly cgroup?: string;
  readonly pod?: string;
}

export const bucketMs = 100;
const bucketNs = bucketMs * 1_000_000;
/** A wait so long has a line of its own, shorter ones are added up. */
const longNs = 10_000_000;
/** Lines of single processes, connections and waits, and of files; what comes after is only added up. */
const mostLines = 20_000;
/** Of one process, and of all: one that starts again and again must not use up what the next is told by. */
const mostFiles = { ofOne: 2_000, ofAll: 20_000 } as const;
const comparedLength = 40;
const mostPids = 500;

/**
 * Follows what the target's processes start, each with all that it starts in turn (a tree, named by its first process), and what comes
 * into its container from outside, by which a container is started again. Lines for what is single, sums by tree and tenth of a second
 * for what is many. Times are nanoseconds since the start of the window.
 *
 * Who a thread belongs to (`@of`) is known from its birth, or from the first system call of one that was there before.
 */
export function startScript({ seconds, pids, cgroup, pod }: StartRequest): string {
  const at = "nsecs - @begin";
  const bucket = `(nsecs - @begin) / ${bucketNs}`;
  const say = (format: string, ...values: readonly string[]) =>
    `if (@lines < ${mostLines}) { @lines = @lines + 1; printf("${format}\\n", ${values.join(", ")}); }`;
  const long = (what: string, from: string, to: string) =>
    `$ns = ${to} - ${from}; if ($ns >= ${longNs} && @lines < ${mostLines}) { ${say(`${what} %d %lld %lld`, "$tree", `${from} - @begin`, `${to} - @begin`)} } else { @${what}[$tree, ${bucket}] = sum($ns); }`;
  const nameServer = (address: string) =>
    // sockaddr_in and sockaddr_in6 have the port at the same place, in network order: 53 is 0x0035.
    `$family = *(uint16 *)uptr(${address}); $port = *(uint16 *)uptr(${address} + 2); if (($family == 2 || $family == 10) && $port == 0x3500) { @asks[pid, $a0] = (uint64)1; }`;
  const ask = (message: string, count: string) =>
    `${say("ask %d %d %d %lld %d %r", "@tree[pid]", "pid", "$a0", at, count, `buf(uptr(${message} + 12), 64)`)}`;
  const toNameServer = "@asks[pid, $a0] != 0";

  return [
    'BEGIN { @begin = nsecs; @runner = ((struct task_struct *)curtask)->real_parent->tgid; printf("watching, runner %d\\n", @runner); printf("began %lld\\n", @begin);',
    ...pids
      .slice(0, mostPids)
      .map((pid) => `  @tree[(uint64)${pid}] = (uint64)${pid}; @old[(uint64)${pid}] = (uint64)1;`),
    "}",

    // CLONE_THREAD of include/uapi/linux/sched.h: a thread is no process. What an old process starts is a tree of its own.
    "tracepoint:task:task_newtask /@tree[pid] != 0/ {",
    "  if ((args->clone_flags & 0x10000) != 0) { @of[args->pid] = pid; }",
    "  else {",
    "    @of[args->pid] = (uint64)args->pid; $tree = @tree[pid];",
    "    if (@old[pid] != 0) { $tree = (uint64)args->pid; }",
    "    @tree[args->pid] = $tree;",
    `    ${say("fork %d %d %lld %s", "$tree", "args->pid", at, "comm")}`,
    "  }",
    "}",
    "tracepoint:sched:sched_process_exec {",
    "  $task = (struct task_struct *)curtask;",
    ...entersFromOutside(cgroup, pod, [
      "    @tree[pid] = pid; @of[tid] = pid;",
      `    ${say("fork %d %d %lld %s", "pid", "pid", at, "comm")}`,
    ]),
    "  if (@tree[pid] != 0) {",
    // The environment follows the arguments in memory: no byte of it is read.
    "    $start = $task->mm->arg_start;",
    `    ${say("exec %d %d %lld %s\\t%r", "@tree[pid]", "pid", at, "comm", "buf(uptr($start), $task->mm->arg_end - $start)")}`,
    "  }",
    "}",
    "tracepoint:sched:sched_process_exit /@of[tid] != 0/ {",
    "  if (pid == tid) {",
    `    ${say("exit %d %d %lld %d", "@tree[pid]", "pid", at, "((struct task_struct *)curtask)->exit_code")}`,
    "    delete(@tree[pid]); delete(@old[pid]);",
    "  }",
    "  delete(@of[tid]); delete(@enter[tid]); delete(@call[tid]); delete(@argument[tid]); delete(@ready[tid]); delete(@deep[tid]);",
    "}",

    // What is read again and again of a tracepoint's fields, some verifiers refuse: they are read once.
    "tracepoint:raw_syscalls:sys_enter /@tree[pid] != 0/ {",
    "  $id = args->id; $a0 = args->args[0]; $a1 = args->args[1]; $a2 = args->args[2]; $a4 = args->args[4];",
    "  @enter[tid] = nsecs; @call[tid] = $id; @argument[tid] = $a0;",
    "  if (@of[tid] == 0) { @of[tid] = pid; }",
    "  if (@old[pid] == 1) {",
    "    @old[pid] = (uint64)2;",
    `    ${say("old %d %lld %s", "pid", "nsecs - ((struct task_struct *)curtask)->group_leader->start_time", "comm")}`,
    "  }",
    `  if (${isOne("$id", ["openat"])}) { @argument[tid] = $a1; }`,
    `  if (${isOne("$id", ["connect"])}) { ${nameServer("$a1")} }`,
    `  if (${isOne("$id", ["sendto"])} && $a4 != 0) { ${nameServer("$a4")} }`,
    `  if (${isOne("$id", ["sendto", "write"])} && ${toNameServer}) { ${ask("$a1", "1")} }`,
    // struct mmsghdr begins with struct msghdr, whose msg_iov is at 16; struct iovec begins with its address.
    `  if (${isOne("$id", ["sendmmsg"])} && ${toNameServer}) { $vector = *(uint64 *)uptr($a1 + 16); $message = *(uint64 *)uptr($vector); ${ask("$message", "$a2")} }`,
    `  if (${isOne("$id", ["read", "recvfrom"])} && ${toNameServer}) { @buffer[tid] = $a1; }`,
    `  if (${isOne("$id", ["close"])}) {`,
    "    delete(@file[pid, $a0]);",
    `    if (${toNameServer}) { ${say("hush %d %d %d %lld", "@tree[pid]", "pid", "$a0", at)} delete(@asks[pid, $a0]); }`,
    "  }",
    "}",
    "tracepoint:raw_syscalls:sys_exit /@tree[pid] != 0 && @enter[tid] != 0/ {",
    "  $id = args->id; $ret = args->ret;",
    "  $from = @enter[tid]; $ns = nsecs - $from; $tree = @tree[pid]; $argument = @argument[tid];",
    `  if (${isOne("$id", ["open", "openat"])}) {`,
    `    @opens[$tree, ${bucket}] = count();`,
    `    if ($ret >= 0) { @file[pid, (uint64)$ret] = (uint64)1; } else { @missing[$tree, ${bucket}] = count(); }`,
    `    if (@shown[$tree] < ${mostFiles.ofOne} && @listed < ${mostFiles.ofAll}) { @shown[$tree] = @shown[$tree] + 1; @listed = @listed + 1; printf("open %d %d %lld %s\\n", $tree, $ret, $ns, str(uptr($argument))); }`,
    "  }",
    `  if (${isOne("$id", fileCalls)}) { @files[$tree, ${bucket}] = sum($ns); }`,
    `  if (${isOne("$id", ["read", "pread64"])} && @file[pid, $argument] != 0) {`,
    `    @files[$tree, ${bucket}] = sum($ns); if ($ret > 0) { @bytes[$tree, ${bucket}] = sum($ret); }`,
    "  }",
    `  if (${isOne("$id", ["read", "recvfrom", "recvmsg"])} && $ret > 0 && @asks[pid, $argument] != 0) {`,
    // RCODE of RFC 1035, 4.1.1: what recvmsg(2) reads is not looked at.
    "    $code = (uint64)0; if (@buffer[tid] != 0) { $code = (uint64)(*(uint8 *)uptr(@buffer[tid] + 3)) & 15; }",
    `    ${say("answer %d %d %d %lld %d", "$tree", "pid", "$argument", at, "$code")}`,
    "    delete(@buffer[tid]);",
    "  }",
    `  if (${isOne("$id", ["listen"])} && $ret == 0) { ${say("listen %d %lld 0", "$tree", at)} }`,
    `  if (${isOne("$id", ["accept", "accept4"])} && $ret >= 0 && @accepted[$tree] == 0) { @accepted[$tree] = (uint64)1; ${say("accept %d %lld", "$tree", at)} }`,
    `  if ($ns >= ${longNs}) { ${say("wait %d %d %d %lld %lld %lld", "$tree", "pid", "$id", "$ret", "$from - @begin", at)} }`,
    "  delete(@enter[tid]);",
    "}",

    // The verifier wants the socket's address read once, before anything else. 2 is TCP_SYN_SENT, 10 TCP_LISTEN (include/net/tcp_states.h).
    "tracepoint:sock:inet_sock_set_state /args->protocol == 6/ {",
    "  $socket = args->skaddr;",
    `  if (args->newstate == 10 && @tree[pid] != 0) { ${say("listen %d %lld %d", "@tree[pid]", at, "args->sport")} }`,
    "  if (args->newstate == 2 && @tree[pid] != 0) {",
    "    @dials[$socket] = (uint64)1;",
    `    ${say("dial %d %lld %llx %d %s", "@tree[pid]", at, "$socket", "args->dport", "ntop(10, args->daddr_v6)")}`,
    "  }",
    "  if (args->oldstate == 2 && args->newstate != 2 && @dials[$socket] != 0) {",
    `    ${say("dialled %lld %llx %d", at, "$socket", "args->newstate")}`,
    "    delete(@dials[$socket]);",
    "  }",
    "}",

    "tracepoint:sched:sched_stat_runtime /@of[args->pid] != 0/ {",
    "  $owner = @of[args->pid]; $tree = @tree[$owner];",
    `  @cpu[$tree, ${bucket}] = sum(args->runtime); @spent[$tree, $owner] = sum(args->runtime);`,
    "}",
    "tracepoint:sched:sched_wakeup /@of[args->pid] != 0/ { @ready[args->pid] = nsecs; }",
    "tracepoint:sched:sched_wakeup_new /@of[args->pid] != 0/ { @ready[args->pid] = nsecs; }",
    // A state of 0 is that of a task that still wants to run: preempted or throttled.
    "tracepoint:sched:sched_switch {",
    "  if (@of[args->prev_pid] != 0) {",
    "    if ((args->prev_state & 0xff) == 0) { @ready[args->prev_pid] = nsecs; }",
    "    else {",
    "      delete(@ready[args->prev_pid]);",
    "      if (((struct task_struct *)curtask)->in_iowait != 0) { @deep[args->prev_pid] = nsecs; }",
    "    }",
    "  }",
    "  $owner = @of[args->next_pid];",
    "  if ($owner != 0) {",
    "    $tree = @tree[$owner]; $ready = @ready[args->next_pid]; $deep = @deep[args->next_pid]; $now = nsecs;",
    `    if ($ready != 0) { ${long("queue", "$ready", "$now")} delete(@ready[args->next_pid]); }`,
    `    if ($deep != 0) { $woken = $now; if ($ready > $deep) { $woken = $ready; } ${long("disk", "$deep", "$woken")} delete(@deep[args->next_pid]); }`,
    "  }",
    "}",
    `interval:s:${seconds} { exit(); }`,
    'END { printf("watched %lld\\n", nsecs - @begin);',
    `  ${["accepted", "argument", "asks", "begin", "buffer", "deep", "dials", "file", "lines", "listed", "old", "ready", "runner", "shown", "tree"].map((map) => `clear(@${map});`).join(" ")} }`,
  ].join("\n");
}

function isOne(id: string, calls: readonly SystemCall[]): string {
  const known = calls.flatMap((call) => callNumber(call) ?? []);
  return `(${known.map((number) => `${id} == ${number}`).join(" || ")})`;
}

/** Exec is where what comes from outside shows first: the container runtime's own process joins the cgroup before. */
function entersFromOutside(cgroup: string | undefined, pod: string | undefined, then: readonly string[]): string[] {
  const of = (css: string, name: string | undefined) => {
    if (name === undefined || !/^[\w.:@-]{12,}$/.test(name)) return [];
    const start = name.slice(0, comparedLength);
    return [`strncmp(str($task->sched_task_group->${css}->kn->name), "${start}", ${start.length}) == 0`];
  };
  return [...of("css.cgroup", cgroup), ...of("css.parent->cgroup", pod)].map(
    (matches) => `  if (@tree[pid] == 0 && ${matches}) {\n${then.join("\n")}\n  }`,
  );
}
