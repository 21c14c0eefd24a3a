import type { Arguments } from "../argument.ts";
import { diagItself, dmesg } from "../programs.ts";
import { pidsOf } from "../target-pids.ts";
import type { NodeTarget, Tool } from "../tool.ts";
import { oomHistoryFactDeclarations, parseOomHistory } from "./oom-history-facts.ts";

/** Whom the kernel has killed for want of memory, as far as its log still tells. */
export const oomHistory: Tool = {
  name: "oom-history",
  title: "OOM kills in the kernel's log",
  arguments: {
    wait: {
      type: "duration",
      description:
        "Read the log after so long, so that what happens meanwhile is in it. Of a container that has ended it is read at once.",
      default: "0s",
      minimum: "0s",
      maximum: "1h",
    },
  },
  facts: oomHistoryFactDeclarations,
  windowMs: waitMs,
  variants: [
    {
      name: "dmesg",
      precision:
        "The kernel's log is a ring: on a node that logs much, older kills are gone from it. Of it only lines about kills are kept, and of the target's kills and those of the whole node the report: who held what.",
      requires: [
        { kind: "binary", binary: dmesg },
        { kind: "capability", anyOf: ["SYSLOG", "SYS_ADMIN"], reason: "read the kernel's log" },
      ],
      overhead: { cpuPercentOfCore: 0.1, basis: "the kernel's log read once" },
      afterTheEnd: true,
      collect: (args, { target }) => ({
        kind: "commands",
        commands: [{ binary: diagItself, argv: ["helper", "oom-log", ...words(target), ...waiting(args)] }],
      }),
      parse: parseOomHistory,
    },
  ],
};

function waitMs(args: Arguments): number {
  const ms = args["wait"];
  return typeof ms === "number" && ms > 0 ? ms : 0;
}

function waiting(args: Arguments): string[] {
  const ms = waitMs(args);
  return ms === 0 ? [] : ["--wait", `${ms}`];
}

/** By its name and its cgroup the target is found again in the log. */
function words(target: NodeTarget): string[] {
  if (target.kind === "host") return ["--host"];
  const [pid] = pidsOf(target);
  const cgroup = target.cgroups["memory"] ?? target.cgroups["unified"];
  return [
    ...(pid === undefined ? [] : ["--pid", `${pid}`]),
    ...(cgroup === undefined ? [] : ["--cgroup", cgroup]),
    ...(cgroup === undefined && target.container !== undefined ? ["--container", target.container] : []),
  ];
}
