import { entersNetwork } from "../privileges.ts";
import { conntrackProgram, diagItself } from "../programs.ts";
import { pidsOf } from "../target-pids.ts";
import type { Tool } from "../tool.ts";
import { durationArgument, windowMs, windowSeconds } from "../window.ts";
import { conntrackFactDeclarations, parseConntrack } from "./parse-conntrack.ts";

/** The kernel's tables of tracked connections: the target's network namespace's and the node's. */
export const conntrack: Tool = {
  name: "conntrack",
  title: "tracked connections of the target's network namespace and of the node",
  arguments: { duration: durationArgument },
  facts: conntrackFactDeclarations,
  windowMs,
  variants: [
    {
      name: "netlink",
      precision: "Every count of the kernel; who fills a table by its first 100,000 entries.",
      requires: [
        { kind: "binary", binary: conntrackProgram },
        { kind: "capability", anyOf: ["NET_ADMIN"], reason: "list tracked connections" },
        ...entersNetwork,
      ],
      overhead: { cpuPercentOfCore: 1, basis: "four small programs every two seconds, and one list at the end" },
      collect: (args, { target }) => ({
        kind: "commands",
        commands: [
          {
            binary: diagItself,
            argv: [
              ...["helper", "conntrack", "--seconds", `${windowSeconds(args)}`],
              ...(pidsOf(target)[0] === undefined ? [] : ["--pid", `${pidsOf(target)[0]}`]),
            ],
          },
        ],
      }),
      parse: parseConntrack,
    },
    {
      name: "procfs",
      precision: "Counts and limit of both tables; not what was dropped, nor who fills them.",
      requires: entersNetwork,
      overhead: { cpuPercentOfCore: 1, basis: "two small programs every two seconds" },
      collect: (args, { target }) => ({
        kind: "commands",
        commands: [
          {
            binary: diagItself,
            argv: [
              ...["helper", "conntrack", "--counts-only", "--seconds", `${windowSeconds(args)}`],
              ...(pidsOf(target)[0] === undefined ? [] : ["--pid", `${pidsOf(target)[0]}`]),
            ],
          },
        ],
      }),
      parse: parseConntrack,
    },
  ],
};
