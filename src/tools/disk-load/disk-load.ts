import type { Arguments } from "../argument.ts";
import { pidsOf } from "../target-pids.ts";
import type { Collection, NodeTarget, Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { diskLoadDeclarations } from "./disk-load-declarations.ts";
import { parseDiskLoad } from "./disk-load-facts.ts";
import { ioLimitPaths } from "./io-limits.ts";

/** More readings than this tell no more: with them a long window stays small. */
const mostReadings = 60;

const precision =
  "The kernel's own counters, those that iostat shows: means of all requests of a disk, whoever made them; how many wait in the kernel and how many in the device is not told.";
const overhead = { cpuPercentOfCore: 0.2, basis: "a dozen small files a reading, once a second or more seldom" };

/** What the disks below the target's file systems do, how long they take, and what its cgroup may ask of them. */
export const diskLoad: Tool = {
  name: "disk-load",
  title: "load, latency and queue of each disk, and limits on it",
  arguments: { duration: durationArgument },
  facts: diskLoadDeclarations,
  windowMs,
  variants: [
    {
      name: "cgroupfs",
      precision: `${precision} Limits of cgroup v1 are looked up for the target's own cgroup only, as they hold for no other; pressure is of v2's hierarchy, of a hybrid one too.`,
      requires: [{ kind: "target", targets: ["process"] }, { kind: "cgroup" }],
      overhead,
      collect: (args, { target }) => readings(args, target, ioLimitPaths(target.cgroups)),
      parse: parseDiskLoad,
    },
    {
      name: "procfs",
      precision: `${precision} Limits on a cgroup, and its pressure, are not told.`,
      requires: [],
      overhead,
      collect: (args, { target }) => readings(args, target, []),
      parse: parseDiskLoad,
    },
  ],
};

function readings(args: Arguments, target: NodeTarget, ofCgroup: readonly string[]): Collection {
  const mounts = pidsOf(target).slice(0, 1);
  return {
    kind: "samples",
    paths: [
      ...["/proc/diskstats", "/proc/pressure/io"],
      ...["/sys/block/*/dev", "/sys/block/*/*/dev", "/sys/block/*/slaves/*/dev", "/sys/block/*/queue/rotational"],
      ...mounts.flatMap((pid) => [`/proc/${pid}/mountinfo`, "/proc/1/mountinfo"]),
      ...ofCgroup,
    ],
    intervalMs: Math.max(1_000, windowMs(args) / mostReadings),
    windowMs: windowMs(args),
  };
}
