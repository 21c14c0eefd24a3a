/** What a thread that left its CPU of itself waits for. `other`: the kernel's frames do not tell, or none of these. */
export const waitReasons = [
  "lock",
  "condition",
  "disk",
  "network",
  "connect",
  "sleep",
  "pipe",
  "child",
  "file-lock",
  "kernel-lock",
  "memory",
  "poll",
  "accept",
  "terminal",
  "signal",
  "other",
] as const;

export type WaitReason = (typeof waitReasons)[number];

/** Reasons of who has nothing to do: for a request, a job, a signal, or the time. A `condition` may be more, and seldom is. */
const idleReasons: ReadonlySet<WaitReason> = new Set(["condition", "sleep", "poll", "accept", "terminal", "signal"]);

export function isIdleReason(reason: WaitReason): boolean {
  return idleReasons.has(reason);
}

/** What the futex system call asks for, as far as its operation and value tell. */
export type FutexKind = "mutex" | "rwlock" | "condition" | "unknown";

/** Functions of the kernel below which nothing else decides, from the leaf on; the first that matches counts. */
const byKernelFunction: readonly (readonly [RegExp, WaitReason])[] = [
  [
    /^(?:mem_cgroup_handle_over_high|throttle_direct_reclaim|reclaim_throttle|balance_dirty_pages\w*|try_to_free_pages)$/,
    "memory",
  ],
  [/^(?:rwsem_down_\w+|__mutex_lock\w*|mutex_lock\w*|down_(?:read|write|killable|interruptible)\w*)$/, "kernel-lock"],
  [/^(?:locks_lock_inode_wait|fcntl_setlk\w*|flock_lock_inode_wait|__do_sys_flock|__x64_sys_flock)$/, "file-lock"],
  [
    /^(?:io_schedule\w*|folio_wait_\w+|wait_on_page_\w+|blkdev_issue_flush|submit_bio_wait|blk_\w+_wait|jbd2_log_wait_commit|wait_transaction_locked|xfs_log_force\w*|xlog_\w+|btrfs_\w+|nfs\d?_\w+|rpc_wait_bit_killable|iomap_dio_\w+|dio_\w+|do_fsync|fuse_\w+|request_wait_answer)$/,
    "disk",
  ],
  [/^(?:inet_csk_accept|unix_accept|do_accept|__sys_accept4)$/, "accept"],
  [/^(?:inet_wait_for_connect|__inet_stream_connect|inet_stream_connect|unix_stream_connect)$/, "connect"],
  [
    /^(?:do_epoll_wait|ep_poll|do_sys_poll|do_poll|poll_schedule_timeout\w*|do_select|core_sys_select|io_cqring_wait|eventfd_read|inotify_read|timerfd_read\w*|read_events)$/,
    "poll",
  ],
  [/^(?:n_tty_read|tty_read)$/, "terminal"],
  [/^(?:anon_|fifo_)?pipe_(?:read|write|wait\w*)$|^wait_for_partner$|^unix_stream_(?:read_generic|data_wait)$/, "pipe"],
  [
    /^(?:sk_wait_data|tcp_recvmsg\w*|tcp_sendmsg\w*|sk_stream_wait_\w+|__skb_wait_for_more_packets|__skb_recv_\w+|udp_recvmsg|udpv6_recvmsg|sock_recvmsg|sock_sendmsg|sock_read_iter|inet_recvmsg|inet6_recvmsg)$/,
    "network",
  ],
  [/^(?:do_nanosleep|hrtimer_nanosleep)$/, "sleep"],
  [/^(?:do_wait\w*|kernel_wait4|kernel_waitid)$/, "child"],
  [/^(?:do_sigtimedwait|sigsuspend|do_signal_stop|__x64_sys_pause|ptrace_stop)$/, "signal"],
];

const futexWait = /^(?:__)?futex_(?:do_)?(?:wait|lock_pi)\w*$|^rt_mutex_\w+$/;

/** glibc, musl and CPython name what a futex is for, where their symbols are there. */
const lockFunction =
  /lll_lock_wait|mutex_lock|rwlock_(?:rd|wr|timed)|take_gil|spin_lock|sem_wait|PyThread_acquire_lock/;
const conditionFunction = /pthread_cond_|cond_(?:timed)?wait|uv_cond_/;

/**
 * @param kernel Names of the kernel's functions, leaf first.
 * @param user Names of the program's, leaf first.
 * @param blocked In uninterruptible wait (D): for a device, unless a function tells better.
 */
export function waitReason(
  kernel: readonly string[],
  user: readonly string[],
  blocked: boolean,
  futex: FutexKind,
): WaitReason {
  for (const name of kernel) {
    if (futexWait.test(name)) return futexReason(user, futex);
    const found = byKernelFunction.find(([pattern]) => pattern.test(name));
    if (found !== undefined) return found[1];
  }
  return blocked ? "disk" : "other";
}

/** Only the frames near the leaf are the lock's own: whoever called may well be named after one. */
function futexReason(user: readonly string[], futex: FutexKind): WaitReason {
  const near = user.slice(0, 6);
  for (const name of near) {
    if (lockFunction.test(name)) return "lock";
    // CPython's lock of the interpreter is a condition variable that take_gil waits for.
    if (conditionFunction.test(name)) return near.some((one) => one.includes("take_gil")) ? "lock" : "condition";
  }
  return futex === "mutex" || futex === "rwlock" ? "lock" : "condition";
}

/** FUTEX_CMD_MASK, and the operations of include/uapi/linux/futex.h. */
const operations = { wait: 0, lockPi: 6, waitBitset: 9, lockPi2: 13 } as const;

/**
 * glibc's mutex waits with the value 2 (lowlevellock.h), as Rust's and Go's own do; musl's with the owner's id and the
 * highest bit. glibc's read-write lock waits with FUTEX_WAIT_BITSET and 3 (pthread_rwlock_common.c), its condition
 * variables and semaphores with other values. The same numbers stand in the tracer's script.
 */
export function futexKind(operation: number, value: number): FutexKind {
  const command = operation & 127;
  if (command === operations.lockPi || command === operations.lockPi2) return "mutex";
  if (command === operations.wait) return value === 2 || value >= 0x8000_0000 ? "mutex" : "unknown";
  if (command === operations.waitBitset) return value === 3 ? "rwlock" : "condition";
  return "unknown";
}
