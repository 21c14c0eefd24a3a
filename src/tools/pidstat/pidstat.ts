import { pidstat as program } from "../programs.ts";
import { pidsOf } from "../target-pids.ts";
import type { Tool } from "../tool.ts";
import { durationArgument, windowMs, windowSeconds } from "../window.ts";
import { parsePidstat, pidstatFactDeclarations } from "./pidstat-facts.ts";

/** What processes do with the CPU: pidstat(1) over /proc/PID/stat, status and schedstat. */
export const pidstat: Tool = {
  name: "pidstat",
  title: "CPU use, CPU waits and context switches by process",
  arguments: { duration: durationArgument },
  facts: pidstatFactDeclarations,
  windowMs,
  variants: [
    {
      name: "sysstat",
      precision:
        "The kernel's counters once a second. For a host, processes that used CPU or switched; ones that lived under a second are not seen.",
      requires: [{ kind: "binary", binary: program }],
      overhead: {
        cpuPercentOfCore: 1,
        basis: "three files a process, once a second; 1 % at some 300 processes, for a host",
      },
      // -h puts a second's figures of a process on one line, -u CPU, -r memory and faults, -w context switches.
      collect: (args, node) => ({
        kind: "commands",
        commands: [
          {
            binary: program,
            argv: [
              "-u",
              "-r",
              "-w",
              "-h",
              ...(node.target.kind === "process" ? ["-p", pidsOf(node.target).join(",")] : []),
              "1",
              `${windowSeconds(args)}`,
            ],
            env: { S_TIME_FORMAT: "ISO" },
          },
        ],
      }),
      parse: parsePidstat,
    },
  ],
};
