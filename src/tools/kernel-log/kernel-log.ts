import { diagItself, dmesg } from "../programs.ts";
import type { Tool } from "../tool.ts";
import { kernelLogFactDeclarations, parseKernelLog } from "./kernel-log-facts.ts";

/** What the kernel's log tells of broken hardware, disks, file systems, hung tasks, full tables and crashed programs. */
export const kernelLog: Tool = {
  name: "kernel-log",
  title: "trouble that the kernel's log tells of",
  arguments: {
    age: {
      type: "duration",
      description: "How far back a line counts.",
      default: "24h",
      minimum: "1m",
      maximum: "30d",
    },
  },
  facts: kernelLogFactDeclarations,
  windowMs: () => 0,
  variants: [
    {
      name: "dmesg",
      precision:
        "The kernel's log is a ring: on a node that logs much, older lines are gone from it. Only lines that tell of trouble are kept, and the kernel limits how many it writes of some. The clock of its lines stands still while the machine is suspended.",
      requires: [
        { kind: "binary", binary: dmesg },
        { kind: "capability", anyOf: ["SYSLOG", "SYS_ADMIN"], reason: "read the kernel's log" },
      ],
      overhead: { cpuPercentOfCore: 1.6, basis: "measured: 0.15 to 0.17 s of CPU, once, nearly all of it to start" },
      collect: () => ({ kind: "commands", commands: [{ binary: diagItself, argv: ["helper", "kernel-log"] }] }),
      parse: parseKernelLog,
    },
  ],
};
