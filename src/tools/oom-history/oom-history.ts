import { dmesg } from "../programs.ts";
import type { Tool } from "../tool.ts";
import { oomHistoryFactDeclarations, parseOomHistory } from "./oom-history-facts.ts";

/** Whom the kernel has killed for want of memory, as far as its log still tells. */
export const oomHistory: Tool = {
  name: "oom-history",
  title: "OOM kills in the kernel's log",
  arguments: {},
  facts: oomHistoryFactDeclarations,
  windowMs: () => 0,
  variants: [
    {
      name: "dmesg",
      precision: "The kernel's log is a ring: on a node that logs much, older kills are gone from it.",
      requires: [
        { kind: "binary", binary: dmesg },
        { kind: "capability", anyOf: ["SYSLOG", "SYS_ADMIN"], reason: "read the kernel's log" },
      ],
      overhead: { cpuPercentOfCore: 0.1, basis: "the kernel's log read once" },
      afterTheEnd: true,
      collect: () => ({
        kind: "commands",
        commands: [{ binary: dmesg, argv: ["--time-format", "iso", "--color=never"] }],
      }),
      parse: parseOomHistory,
    },
  ],
};
