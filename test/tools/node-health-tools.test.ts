import { describe, expect, it } from "vitest";
import { mountsIn } from "../../src/tools/file-systems/mount.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

const parse = (tool: string, variant: string, stdout: string, args = {}) =>
  variantNamed(tool, variant).parse({ stdout: Buffer.from(stdout), stderr: "", partial: false }, contextOf({ args }));
const lines = (...values: readonly object[]) => values.map((value) => `${JSON.stringify(value)}\n`).join("");
const rows = (facts: Record<string, unknown>, name: string) => facts[name] as readonly (readonly unknown[])[];

describe("the kernel's log", () => {
  const now = "2026-11-28T12:00:00.000Z";
  const header = { kind: "kernel-log", now, oldest: "2026-11-28T06:00:00,000000+00:00", leftOut: {} };
  const log = (...text: string[]) =>
    parse(
      "kernel-log",
      "dmesg",
      `${JSON.stringify(header)}\n${text.map((line) => `2026-11-28T11:59:00,000000+00:00 ${line}\n`).join("")}`,
    );

  it.each([
    ["hardware", "", "mce: [Hardware Error]: Machine check events logged"],
    ["hardware", "", "EDAC MC0: 1 CE memory read error on CPU_SrcID#0_Ha#0_Chan#1_DIMM#0"],
    ["lockup", "", "watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [kworker/1:2:4711]"],
    ["lockup", "", "rcu: INFO: rcu_sched self-detected stall on CPU"],
    ["kernel-bug", "", "BUG: kernel NULL pointer dereference, address: 0000000000000008"],
    [
      "kernel-bug",
      "",
      "Oops: general protection fault, probably for non-canonical address 0xdead: 0000 [#1] SMP NOPTI",
    ],
    ["hung-task", "jbd2/sda1-8", "INFO: task jbd2/sda1-8:312 blocked for more than 120 seconds."],
    ["io-error", "sda", "I/O error, dev sda, sector 2048 op 0x0:(READ) flags 0x80700 phys_seg 1 prio class 2"],
    ["io-error", "nvme0n1", "critical medium error, dev nvme0n1, sector 1000 op 0x0:(READ) flags 0x0"],
    ["io-error", "sdb1", "Buffer I/O error on dev sdb1, logical block 12, lost async page write"],
    [
      "file-system",
      "dm-0",
      "EXT4-fs error (device dm-0): ext4_find_entry:1463: inode #2: comm ls: reading directory lblock 0",
    ],
    ["file-system", "sdb1", "XFS (sdb1): Corruption of in-memory data (0x8) detected at xfs_trans_cancel"],
    ["allocation", "", "kworker/u8:1: page allocation failure: order:4, mode:0x40cc0(GFP_KERNEL|__GFP_COMP)"],
    ["network", "", "neighbour: arp_cache: neighbor table overflow!"],
    ["network", "", "nf_conntrack: nf_conntrack: table full, dropping packet"],
    ["thermal", "", "CPU3: Package temperature above threshold, cpu clock throttled (total events = 5)"],
    [
      "crash",
      "thumbnailer",
      "thumbnailer[4242]: segfault at 0 ip 000055e0 sp 00007ffe error 4 in thumbnailer[55e0+1000]",
    ],
    ["crash", "ld", "traps: ld[77] general protection fault ip:7f00 sp:7ffe error:0 in libc.so.6[7f00+1000]"],
  ])("tells of %s, of %o: %s", (kind, subject, message) => {
    expect(rows(plain(log(message).facts), "troubles")).toEqual([
      [kind, expect.any(String), 1, 60, subject, message.slice(0, 500)],
    ]);
  });

  it.each([
    "eth0: renamed from veth674bcaf",
    "br-53b620: port 2(veth920f843) entered disabled state",
    "EXT4-fs (sda1): mounted filesystem with ordered data mode. Opts: errors=remount-ro",
    "Memory cgroup out of memory: Killed process 2483 (oom) total-vm:35464kB, anon-rss:32128kB",
    "XFS (dm-1): Ending clean mount",
    "clocksource: Switched to clocksource tsc",
  ])("is quiet about %s", (message) => {
    expect(plain(log(message).facts)).toMatchObject({ count: 0, older: 0, troubles: [], reach: 21_600 });
  });

  it("counts apart what is older than was asked for", () => {
    const old = `${JSON.stringify(header)}\n2026-11-28T10:00:00,000000+00:00 EXT4-fs error (device sda): x\n`;
    expect(plain(parse("kernel-log", "dmesg", old, { age: 3_600_000 }).facts)).toMatchObject({ count: 0, older: 1 });
  });

  it("that could not be read is a reason", () => {
    expect(parse("kernel-log", "dmesg", "").problem?.code).toBe("no-output");
  });

  it("names a real program that crashed", () => {
    const facts = plain(parseRecording("kernel-log/dmesg-idle-host").facts);
    expect(rows(facts, "troubles").map(([kind, , count, , subject]) => [kind, count, subject])).toEqual([
      ["crash", 3, "segfaulter"],
    ]);
  });
});

describe("file systems", () => {
  const one = (more: object) => ({
    ...{ kind: "file-system", device: "8:1", path: "/", type: "ext4", source: "/dev/sda1" },
    ...{ readOnly: false, superReadOnly: false, size: 1000, free: 150, available: 100, inodes: 200, inodesFree: 20 },
    ...more,
  });
  const end = { kind: "end", namespaces: 2, hidden: 0, remote: 0 };

  it("are as full as df says: what is kept for root counts neither way", () => {
    expect(plain(parse("file-systems", "all-namespaces", lines(one({}), end)).facts)).toMatchObject({
      fullest: "/",
      leastAvailable: 100,
      leastAvailableShare: 10.53,
      toFree: 0,
      leastInodesShare: 10,
      leastInodesTotal: 200,
      turnedReadOnly: 0,
    });
  });

  it("without a limit, or that make inodes as they need them, are never full", () => {
    const { facts } = parse(
      "file-systems",
      "all-namespaces",
      lines(one({ size: 0, free: 0, available: 0, inodes: 0, inodesFree: 0 }), end),
    );
    expect(plain(facts)).toMatchObject({ count: 1, turnedReadOnly: 0 });
    expect(facts["fullest"]).toBeUndefined();
    expect(facts["fewestInodes"]).toBeUndefined();
  });

  it("that the kernel made read-only are told from those that were mounted so", () => {
    const turned = one({ device: "8:2", path: "/srv", superReadOnly: true, container: "c".repeat(64) });
    const meant = one({ device: "8:3", path: "/usr", readOnly: true });
    expect(plain(parse("file-systems", "all-namespaces", lines(one({}), turned, meant, end)).facts)).toMatchObject({
      turnedReadOnly: 1,
      turnedReadOnlyPath: "/srv of container cccccccccccc",
    });
  });

  // As Linux 6.18 tells of them after trigger_fs_error; before 6.12 the file system's own first word is "ro".
  it.each(["rw,errors=remount-ro,emergency_ro", "ro,errors=remount-ro"])("have turned read-only by %s", (options) => {
    const line = `498 166 7:0 / /srv/or\\040ders rw,relatime - ext4 /dev/loop0 ${options}`;
    expect(mountsIn(line)).toMatchObject([
      { path: "/srv/or ders", type: "ext4", readOnly: false, superReadOnly: true },
    ]);
  });

  it("say what was not looked at", () => {
    const notes = (...values: object[]) => parse("file-systems", "own-namespace", lines(one({}), ...values)).notes;
    expect(notes({ ...end, hidden: 3, remote: 2 })).toEqual([
      "Processes that could not be looked into: 3. What only they have mounted is not told.",
      "File systems that are elsewhere (over a network, FUSE) and were not asked: 2.",
    ]);
    expect(notes()).toEqual(["Cut short: not every file system was looked at."]);
    expect(parse("file-systems", "own-namespace", lines(end)).problem?.code).toBe("no-output");
  });

  it("are found in a mount namespace that is not the node's", () => {
    expect(plain(parseRecording("file-systems/all-namespaces-idle-host").facts)).toMatchObject({
      fewestInodes: "/srv/shop/sessions",
      leastInodesShare: 0,
      leastInodesTotal: 60,
    });
    expect(plain(parseRecording("file-systems/own-namespace-idle-host").facts)["fewestInodes"]).toBe("/");
  });
});

describe("stuck tasks", () => {
  const task = (more: object) => ({
    state: "D",
    tid: 7,
    pid: 7,
    name: "cp",
    parent: 6,
    startTicks: 5,
    switches: 9,
    ...more,
  });
  const reading = (at: number, ...tasks: object[]) => ({
    kind: "reading",
    at,
    threads: 50,
    sleeping: tasks.length,
    zombies: 0,
    tasks,
  });
  const stuck = (...values: object[]) => plain(parse("stuck-tasks", "procfs", lines(...values)).facts);

  it("are those that did not run in between", () => {
    const shell = { kind: "process", pid: 6, name: "sh" };
    expect(stuck(reading(0, task({})), reading(2, task({ wchan: "io_schedule" })), shell)).toMatchObject({
      stuckCount: 1,
      stuckName: "cp",
      stuckPid: 7,
      stuckWchan: "io_schedule",
      stuck: [[7, "cp", "", 1, "io_schedule", "sh"]],
    });
    expect(stuck(reading(0, task({})), reading(2, task({ switches: 10 })))["stuckCount"]).toBe(0);
    expect(stuck(reading(0, task({})), reading(2, task({ startTicks: 6 })))["stuckCount"]).toBe(0);
  });

  it("of a single reading are none: nothing is known to last", () => {
    expect(stuck(reading(0, task({})))).toMatchObject({ stuckCount: 0, zombieCount: 0 });
  });

  it("of diag's own helper only are a reason where there are none", () => {
    expect(parse("stuck-tasks", "procfs", "").problem?.code).toBe("no-output");
  });

  it("are told from zombies, whose parent is named", () => {
    const facts = plain(parseRecording("stuck-tasks/procfs-idle-host").facts);
    expect(facts).toMatchObject({
      stuckCount: 1,
      stuckName: "launcher",
      stuckWchan: "kernel_clone",
      zombieParent: "scheduler",
    });
    expect(Number(facts["zombieParentCount"])).toBeGreaterThanOrEqual(40);
    expect(rows(facts, "zombies")[0]?.[4]).toBe("scheduler");
  });
});

describe("interfaces", () => {
  const dev = (received: number, packets: number, errors: number, drops: number) =>
    `Inter-|   Receive                                                |  Transmit\n face |bytes    packets errs drop fifo\n  eth0: ${received} ${packets} ${errors} ${drops} 0 0 0 0 0 0 0 0 0 0 0 0\n`;
  const sample = (at: number, text: string, softnet: string) => ({
    at,
    files: {
      "/proc/1/net/dev": text,
      "/proc/net/softnet_stat": `0000000a ${softnet} 00000001 00000000\n0000000a 00000000 00000002 00000000\n`,
      "/proc/1/root/sys/class/net/eth0/speed": "1000\n",
      "/proc/1/root/sys/class/net/eth0/device/uevent": "DRIVER=e1000\n",
    },
  });

  it("tell what they damaged and dropped, and how full they are", () => {
    const facts = plain(
      parse(
        "interfaces",
        "procfs",
        lines(sample(0, dev(0, 0, 0, 0), "00000000"), sample(2, dev(200e6, 1000, 250, 1000), "00000010")),
      ).facts,
    );
    expect(facts).toEqual({
      interfaces: [["eth0", 100e6, 0, 500, 250, 20, 1000, 50, 125e6, 80]],
      busiest: "eth0",
      utilisation: 80,
      softnetDrops: 16,
      softnetSqueezes: 0,
    });
  });

  it("of a virtual machine tell no speed", () => {
    expect(parseRecording("interfaces/procfs-idle-host").facts["utilisation"]).toBeUndefined();
  });
});

describe("the clock", () => {
  it("is kept while the kernel does not say otherwise", () => {
    const facts = plain(
      parse("clock", "adjtimex", "state=0\nstatus=8193\noffset=-250000\nmaxerror=21500\nsource=tsc\n").facts,
    );
    expect(facts).toEqual({ kept: true, maximumError: 0.02, offset: 0.25, source: "tsc", slowSource: false });
  });

  it("that nobody keeps is off by what the kernel reckons with", () => {
    expect(plain(parseRecording("clock/adjtimex-idle-host").facts)).toMatchObject({ kept: false, maximumError: 16 });
  });

  it("is asked of systemd where there is no perl", () => {
    expect(plain(parse("clock", "timedatectl", "NTPSynchronized=yes\n").facts)).toEqual({ kept: true });
    expect(parse("clock", "timedatectl", "").problem?.code).toBe("no-output");
  });
});

it("the kernel's tables are told against the tighter limit", () => {
  const files = {
    "/proc/loadavg": "0.10 0.20 0.30 2/16384 99\n",
    "/proc/sys/kernel/pid_max": "32768\n",
    "/proc/sys/kernel/threads-max": "192729\n",
    "/proc/sys/fs/file-nr": "1000\t0\t2000\n",
  };
  expect(plain(parse("kernel-limits", "procfs", lines({ at: 0, files })).facts)).toEqual({
    ...{ tasks: 16_384, taskLimit: 32_768, taskShare: 50, openFiles: 1000, openFileLimit: 2000, openFileShare: 50 },
  });
});
