import type { Arguments } from "../argument.ts";
import { diagItself } from "../programs.ts";
import { pidsOf } from "../target-pids.ts";
import type { Command, NodeTarget } from "../tool.ts";
import { windowSeconds } from "../window.ts";

/** diag's own helper that captures, in the target's network namespace. The filter is one word of its arguments, never of a shell. */
export function packetsCommand(args: Arguments, target: NodeTarget, more: readonly string[] = []): Command {
  return {
    binary: diagItself,
    argv: [
      ...["helper", "packets", "--filter", `${args["filter"]}`, "--packets", `${args["packets"]}`],
      ...(pidsOf(target).length === 0 ? [] : ["--pids", pidsOf(target).join(",")]),
      ...["--seconds", `${windowSeconds(args)}`],
      ...more,
    ],
    network: "target",
  };
}
