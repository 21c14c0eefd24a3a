import { pidsOf } from "../target-pids.ts";
import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { interfaceFactDeclarations, parseInterfaces } from "./interfaces-facts.ts";

/** What each network interface carries, damages and drops, and what the CPUs drop that take packets from them. */
export const interfaces: Tool = {
  name: "interfaces",
  title: "traffic, errors and drops of each network interface",
  arguments: { duration: durationArgument },
  facts: interfaceFactDeclarations,
  windowMs,
  variants: [
    {
      name: "procfs",
      precision:
        "Exact counts of the target's network namespace, the node's for a host. Speed and utilisation only of hardware, where the driver tells its speed and the node's /sys may be looked at.",
      requires: [],
      overhead: { cpuPercentOfCore: 0.3, basis: "two small files and a few of each interface, once a second" },
      collect: (args, { target }) => {
        const pid = pidsOf(target)[0] ?? 1;
        // What /sys/class/net lists is of the namespace in which it was mounted: it is looked at through the target's root.
        const folder = `/proc/${pid}/root/sys/class/net/*`;
        return {
          kind: "samples",
          paths: [`/proc/${pid}/net/dev`, "/proc/net/softnet_stat", `${folder}/speed`, `${folder}/device/uevent`],
          intervalMs: 1_000,
          windowMs: windowMs(args),
        };
      },
      parse: parseInterfaces,
    },
  ],
};
