import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { diskUseFactDeclarations, parseDiskUse } from "./disk-use-facts.ts";

/** How busy each disk is, how long its requests take and queue, and how much the node waits for disks. */
export const diskUse: Tool = {
  name: "disk-use",
  title: "utilisation, latency and queue of each disk",
  arguments: { duration: durationArgument },
  facts: diskUseFactDeclarations,
  windowMs,
  variants: [
    {
      name: "procfs",
      precision:
        "Exact counts; latency is a mean of the window, and a busy disk that serves many requests at once may still have room. Whose requests they are is not told.",
      requires: [],
      overhead: { cpuPercentOfCore: 0.1, basis: "three small files read once a second" },
      collect: (args) => ({
        kind: "samples",
        // Only whole disks have a folder below /sys/block: partitions are counted in theirs.
        paths: ["/proc/diskstats", "/proc/pressure/io", "/sys/block/*/queue/rotational"],
        intervalMs: 1_000,
        windowMs: windowMs(args),
      }),
      parse: parseDiskUse,
    },
  ],
};
