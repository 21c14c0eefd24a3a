/** What lines of the kernel's log tell of trouble. OOM kills have a tool of their own: oom-history. */
export interface Trouble {
  readonly kind: string;
  readonly title: string;
  readonly pattern: RegExp;
}

/**
 * The first that fits counts. Each names the kernel's function or file that prints it, as of Linux 6.1 to 6.18.
 * The lines begin with dmesg's time.
 */
export const troubles: readonly Trouble[] = [
  // arch/x86/kernel/cpu/mce/core.c: print_mce(), mce_log(); drivers/edac/edac_mc.c; drivers/pci/pcie/aer.c.
  {
    kind: "hardware",
    title: "hardware error",
    pattern: /\bmce: \[Hardware Error\]|\bHardware Error\b|\bEDAC \w+: \d+ [CU]E\b|\bAER: .*(?:[Uu]ncorrect|[Ff]atal)/,
  },
  // kernel/watchdog.c, kernel/rcu/tree_stall.h. Before faults of the kernel: soft lockups begin with BUG as well.
  {
    kind: "lockup",
    title: "CPU that did not get on",
    pattern: /watchdog: BUG: soft lockup|hard LOCKUP|rcu_\w+ (?:self-)?detected (?:expedited )?stall/,
  },
  // kernel/panic.c, lib/bug.c, arch/x86/kernel/dumpstack.c, arch/x86/mm/fault.c.
  {
    kind: "kernel-bug",
    title: "fault of the kernel",
    pattern: / (?:BUG: |kernel BUG at |Oops: |Kernel panic|general protection fault[:,].*\[#)/,
  },
  // kernel/hung_task.c: check_hung_task().
  {
    kind: "hung-task",
    title: "task that hung",
    pattern: /INFO: task .{1,200} blocked (?:in I\/O wait |on .{1,80} )?for more than \d+ seconds/,
  },
  // block/blk-core.c: blk_print_req_error(); fs/buffer.c: buffer_io_error(); drivers/nvme/host; drivers/ata/libata-eh.c.
  {
    kind: "io-error",
    title: "error of a disk",
    pattern:
      /\b(?:blk_update_request: )?(?:critical )?(?:I\/O|medium|target|nexus|timeout) error, dev |Buffer I\/O error on dev|lost (?:async|sync) page write|nvme\w*: .*(?:I\/O .*timeout|controller is down)|\bata\d+(?:\.\d+)?: (?:failed command|exception Emask)/,
  },
  // fs/ext4/super.c: __ext4_error(); fs/xfs/xfs_error.c, xfs_fsops.c; fs/btrfs/messages.c; fs/jbd2/journal.c.
  {
    kind: "file-system",
    title: "error of a file system",
    pattern:
      /EXT[234]-fs (?:error|\(\S+\): (?:Remounting filesystem read-only|error))|XFS \(\S+\): .*(?:[Cc]orruption|shut(?:ting)? ?down|metadata I\/O error)|BTRFS(?: error| critical|: error)|JBD2: .*[Ee]rror|Aborting journal on device/,
  },
  // mm/page_alloc.c: warn_alloc().
  {
    kind: "allocation",
    title: "allocation that failed in the kernel",
    pattern: /page allocation failure: order:\d+|SLUB: Unable to allocate memory/,
  },
  // net/netfilter/nf_conntrack_core.c, net/core/neighbour.c, net/ipv4/tcp_input.c, net/ipv4/tcp.c, net/sched/sch_generic.c.
  {
    kind: "network",
    title: "table or queue of the network that is full",
    pattern:
      /nf_conntrack: .*table full, dropping packet|neighbou?r: \w+: neighbor table overflow|TCP: out of memory|too many orphaned sockets|NETDEV WATCHDOG: .*timed out/,
  },
  // drivers/thermal, arch/x86/kernel/cpu/mce/therm_throt.c.
  {
    kind: "thermal",
    title: "processor slowed down by heat",
    pattern: /temperature above threshold, cpu clock throttled|critical temperature reached/,
  },
  // arch/x86/mm/fault.c: show_signal_msg(); arch/x86/kernel/traps.c; arch/arm64/kernel/traps.c: arm64_show_signal().
  {
    kind: "crash",
    title: "program that crashed",
    pattern: /\S\[\d+\]: (?:segfault at |unhandled exception: )|traps: .{1,40}\[\d+\] (?:general protection|trap )/,
  },
];

export function troubleOf(line: string): Trouble | undefined {
  return troubles.find(({ pattern }) => pattern.test(line));
}

/** Of each kind the latest. More are one and the same trouble again and again, and are only counted. */
const mostOfKind = 100;

/** What `diag helper kernel-log` prints above the lines that it kept, as a line of JSON. */
export interface KernelLogHeader {
  readonly kind: "kernel-log";
  /** ISO 8601. */
  readonly now: string;
  /** Time of the oldest line of the log: before it nothing is known. */
  readonly oldest?: string;
  /** Kind → lines of it that were left out because there were so many. */
  readonly leftOut: Readonly<Record<string, number>>;
}

/** The lines that may leave the node: of each kind of trouble the latest; nothing else. */
export function keptLines(log: Iterable<string>): {
  readonly lines: string[];
  readonly leftOut: Record<string, number>;
} {
  const kept = new Map<string, string[]>();
  const leftOut: Record<string, number> = {};
  for (const line of log) {
    const kind = troubleOf(line)?.kind;
    if (kind === undefined) continue;
    const lines = kept.get(kind) ?? [];
    kept.set(kind, lines);
    lines.push(line.slice(0, 500));
    if (lines.length <= mostOfKind) continue;
    lines.shift();
    leftOut[kind] = (leftOut[kind] ?? 0) + 1;
  }
  return { lines: [...kept.values()].flat().toSorted(), leftOut };
}

export function readHeader(line: string): KernelLogHeader | undefined {
  try {
    const value = JSON.parse(line) as Partial<KernelLogHeader> | null;
    if (value?.kind !== "kernel-log" || typeof value.now !== "string") return undefined;
    const left = Object.entries(value.leftOut ?? {}).filter(([, count]) => Number.isSafeInteger(count) && count > 0);
    return {
      kind: "kernel-log",
      now: value.now,
      ...(typeof value.oldest === "string" ? { oldest: value.oldest } : {}),
      leftOut: Object.fromEntries(left),
    };
  } catch {
    return undefined;
  }
}
