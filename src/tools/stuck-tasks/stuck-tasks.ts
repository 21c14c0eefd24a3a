import { diagItself } from "../programs.ts";
import type { Tool } from "../tool.ts";
import { durationArgument, windowMs, windowSeconds } from "../window.ts";
import { parseStuckTasks, stuckTaskFactDeclarations } from "./stuck-tasks-facts.ts";

/** Processes that have ended and are not reaped, and tasks in a sleep that no signal ends. */
export const stuckTasks: Tool = {
  name: "stuck-tasks",
  title: "zombies, and tasks in uninterruptible sleep",
  arguments: { duration: durationArgument },
  facts: stuckTaskFactDeclarations,
  windowMs,
  variants: [
    {
      name: "procfs",
      precision:
        "State of every thread of the node at each reading. A task is stuck that was in one and the same sleep for the whole window; sleeps between two readings are not seen. Where it sleeps (wchan) takes root.",
      requires: [],
      overhead: {
        cpuPercentOfCore: 3,
        basis:
          "measured over 10 s: 0.24 to 0.30 s of CPU, half of it to start, with 260 to 500 threads on the machine; with more it looks less often, and takes a twentieth of a core at the most",
      },
      collect: (args) => ({
        kind: "commands",
        commands: [{ binary: diagItself, argv: ["helper", "stuck-tasks", "--seconds", `${windowSeconds(args)}`] }],
      }),
      parse: parseStuckTasks,
    },
  ],
};
