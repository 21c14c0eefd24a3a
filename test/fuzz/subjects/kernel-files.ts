import assert from "node:assert/strict";
import { cpuOf } from "../../../src/runner/cost/process-use.ts";
import { ticksRate } from "../../../src/runner/helper/memleak/allocation-rate.ts";
import { handlesSignal, listeners } from "../../../src/runner/helper/node-listeners.ts";
import { inspectorPort } from "../../../src/runner/helper/node-profile.ts";
import { readAs } from "../../../src/runner/helper/ruby-profile.ts";
import { socketInode } from "../../../src/runner/helper/target-descriptors.ts";
import { mountOptions } from "../../../src/runner/helper/target-folder.ts";
import { effectiveCapabilities } from "../../../src/runner/probe/capabilities.ts";
import { cgroupMounts, cgroupVersion } from "../../../src/runner/probe/cgroup.ts";
import { flatKeyed } from "../../../src/tools/kernel-files/flat-keyed.ts";
import { meminfo, pageSize } from "../../../src/tools/kernel-files/page-size.ts";
import { pressureLine } from "../../../src/tools/kernel-files/pressure.ts";
import { parseTaskStat } from "../../../src/tools/kernel-files/task-stat.ts";
import { keptLines, readHeader } from "../../../src/tools/oom-history/oom-log.ts";
import { containerId } from "../../../src/tools/process/container-id.ts";
import { cpuListCount, cpuListHas } from "../../../src/tools/process/cpu-list.ts";
import { readProcNetTcpLine } from "../../../src/tools/sockets/proc-net-tcp.ts";
import { readSsLine } from "../../../src/tools/sockets/ss-line.ts";
import { file, files } from "../corpus.ts";
import type { Subject } from "../subject.ts";

const words = (...texts: readonly string[]) => texts.map((text) => Buffer.from(text));
const mounts =
  "cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0\ncgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,cpu,cpuacct 0 0\n/dev/sda1 /a\\040b ext4 rw 0 0\n";
const mountinfo =
  "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue\n40 35 0:5 / /tmp rw,noexec - tmpfs tmpfs rw,size=4k\n";
const status = "Name:\tnode\nSigCgt:\t0000000108014602\nCapEff:\t000001ffffffffff\nVmHWM:\t  12345 kB\n";
const stat =
  "1234 (a) b (c) S 1 1234 1234 0 -1 4194560 100 0 0 0 12 34 5 6 20 0 1 0 987654 1000000 200 18446744073709551615\n";
const tcp =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   0: 0100007F:240D 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 41234 1 0000000000000000 100 0 0 10 0\n";

/** Files of /proc and /sys, and what else the runner reads line by line on the node. A target chooses much of their text. */
const readers: Readonly<
  Record<string, { readonly seeds: () => readonly Buffer[]; readonly read: (text: string) => unknown }>
> = {
  mounts: { seeds: () => words(mounts), read: (text) => [cgroupVersion(text), cgroupMounts(text)] },
  mountinfo: { seeds: () => words(mountinfo), read: (text) => mountOptions("/tmp/x", text) },
  status: { seeds: () => words(status), read: (text) => [effectiveCapabilities(text), handlesSignal(text, 10)] },
  stat: { seeds: () => words(stat), read: (text) => [cpuOf(text), parseTaskStat(text)] },
  cgroup: {
    seeds: () =>
      words(
        `0::/system.slice/docker-${"3f".repeat(32)}.scope\n`,
        `4:memory:/kubepods/burstable/pod1/${"a1".repeat(32)}\n`,
      ),
    read: containerId,
  },
  "cpu-list": { seeds: () => words("0-3,8,10-11\n", "0\n"), read: (text) => [cpuListCount(text), cpuListHas(text, 3)] },
  "flat-keyed": { seeds: () => words("nr_periods 12\nnr_throttled 3\nthrottled_usec 123456\n"), read: flatKeyed },
  meminfo: {
    seeds: () => words("MemTotal:       16384 kB\nMemFree:  1024 kB\n", "nr_free_pages 256\n"),
    read: (text) => pageSize(text, meminfo(text)),
  },
  pressure: {
    seeds: () =>
      words("some avg10=0.12 avg60=1.00 avg300=0.00 total=12345\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n"),
    read: (text) => [pressureLine(text, "some"), pressureLine(text, "full")],
  },
  "net-tcp": { seeds: () => words(tcp), read: (text) => [listeners(text), text.split("\n").map(readProcNetTcpLine)] },
  ss: {
    seeds: () => files("test/tools/recordings/sockets/ss-*.stdout"),
    read: (text) => text.split("\n").map(readSsLine),
  },
  cmdline: {
    seeds: () => words("node\0--inspect=127.0.0.1:9300\0server.js\0", "node\0--inspect-port=0\0"),
    read: inspectorPort,
  },
  link: { seeds: () => words("socket:[41234]", "pipe:[1]", "/srv/a (deleted)"), read: socketInode },
  "ruby-release": { seeds: () => words("3.3.14", "3.5.0"), read: readAs },
  ticks: { seeds: () => words("1000000000 12\n2000000000 45\n"), read: ticksRate },
  "kernel-log": { seeds: kernelLogs, read: keptKernelLog },
};

export const kernelFileSubjects: readonly Subject[] = Object.entries(readers).map(([name, { seeds, read }]) => ({
  name: `kernel-file/${name}`,
  share: 0.3,
  seeds,
  read: (input) => void read(input.toString()),
}));

function kernelLogs(): readonly Buffer[] {
  return ["dmesg-adj", "dmesg-leak-limited"].map((name) => file("test/tools/recordings/oom-history", `${name}.stdout`));
}

/** The helper's own header stands above the log. */
function keptKernelLog(text: string): void {
  const [first = "", ...lines] = text.split("\n");
  const header = readHeader(first) ?? { kind: "oom-log", now: "2026-11-23T13:36:01Z", cgroup: "/sys/fs/cgroup/a" };
  const kept = keptLines(lines, header);
  assert.ok(kept.length <= lines.length, "lines were added");
}
