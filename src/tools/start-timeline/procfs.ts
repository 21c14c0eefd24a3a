import { diagItself } from "../programs.ts";
import { pidsOf } from "../target-pids.ts";
import type { Variant } from "../tool.ts";
import { windowSeconds } from "../window.ts";
import { parseLooking } from "./parse-timeline.ts";

export const procfs: Variant = {
  name: "procfs",
  precision:
    "Looks ten times a second at the target's processes, at what they start, and at what comes into the container: when each began, its CPU time, and when it first had a listening socket. What it waits for is not told.",
  requires: [{ kind: "target", targets: ["process"] }],
  overhead: { cpuPercentOfCore: 5, basis: "readings are as seldom as a twentieth of a core asks" },
  collect(args, { target }) {
    const container =
      target.kind === "process" && target.container !== undefined ? ["--container", target.container] : [];
    const words = ["--pids", pidsOf(target).join(","), "--seconds", `${windowSeconds(args)}`, ...container];
    return { kind: "commands", commands: [{ binary: diagItself, argv: ["helper", "start-timeline", ...words] }] };
  },
  parse: parseLooking,
};
