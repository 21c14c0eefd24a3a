import { diagItself } from "../programs.ts";
import { pidsOf } from "../target-pids.ts";
import type { Tool } from "../tool.ts";
import { durationArgument, windowMs, windowSeconds } from "../window.ts";
import { descriptorFactDeclarations, parseDescriptors } from "./descriptor-facts.ts";

/** What the target's processes have open, of which kind, how that grows, and their limit. */
export const descriptors: Tool = {
  name: "descriptors",
  title: "open descriptors of the target's processes by kind",
  arguments: { duration: durationArgument },
  facts: descriptorFactDeclarations,
  windowMs,
  variants: [
    {
      name: "procfs",
      precision:
        "Every descriptor that is open at a reading, at most two a second; what is opened and closed between two is not seen.",
      requires: [{ kind: "target", targets: ["process"] }],
      overhead: {
        cpuPercentOfCore: 2,
        basis: "at most two readings a second, which take a twentieth of a core at the most",
      },
      collect: (args, { target }) => ({
        kind: "commands",
        commands: [
          {
            binary: diagItself,
            argv: ["helper", "descriptors", "--pids", pidsOf(target).join(","), "--seconds", `${windowSeconds(args)}`],
          },
        ],
      }),
      parse: parseDescriptors,
    },
  ],
};
