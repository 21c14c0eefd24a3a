import { mpstat as program } from "../programs.ts";
import type { Tool } from "../tool.ts";
import { durationArgument, windowMs, windowSeconds } from "../window.ts";
import { mpstatFactDeclarations, parseMpstat } from "./mpstat-facts.ts";

/** Where the CPUs' time goes, on each CPU of the host: mpstat(1) over /proc/stat. */
export const mpstat: Tool = {
  name: "mpstat",
  title: "CPU utilisation by kind and CPU",
  arguments: { duration: durationArgument },
  facts: mpstatFactDeclarations,
  windowMs,
  variants: [
    {
      name: "sysstat",
      precision: "The kernel's counters once a second, of the whole host. What a hypervisor takes is in steal.",
      requires: [{ kind: "binary", binary: program }],
      overhead: { cpuPercentOfCore: 0.2, basis: "/proc/stat read once a second" },
      // -P ALL lists every online CPU: one that is busy hides in the mean of many.
      collect: (args) => ({
        kind: "commands",
        commands: [
          {
            binary: program,
            argv: ["-o", "JSON", "-P", "ALL", "1", `${windowSeconds(args)}`],
            env: { S_TIME_FORMAT: "ISO" },
          },
        ],
      }),
      parse: parseMpstat,
    },
  ],
};
