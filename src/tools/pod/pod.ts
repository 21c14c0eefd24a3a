import type { Tool } from "../tool.ts";
import { podFactDeclarations } from "./pod-declarations.ts";
import { parsePod } from "./pod-facts.ts";

/** What the cluster knows of the target's pod: limits, restarts, the last end, events, its node and its neighbours. */
export const podTool: Tool = {
  name: "pod",
  title: "what the cluster tells of the pod, its node and its neighbours",
  arguments: {},
  facts: podFactDeclarations,
  windowMs: () => 0,
  variants: [
    {
      name: "api",
      precision:
        "As the API server told it just before the run. What you may not read is absent, with a note that says which right is missing.",
      requires: [{ kind: "target", targets: ["process"] }, { kind: "cluster" }],
      overhead: { cpuPercentOfCore: 0, basis: "asked by the command line, not by the node" },
      afterTheEnd: true,
      collect: () => ({ kind: "snapshot" }),
      parse: parsePod,
    },
  ],
};
