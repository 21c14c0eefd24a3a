import type { Tool } from "../tool.ts";
import { nodeFactDeclarations } from "./node-declarations.ts";
import { parseNode } from "./node-facts.ts";

/** What the cluster knows of the node: what its kubelet and others say of it, and its events. */
export const nodeTool: Tool = {
  name: "node",
  title: "what the cluster tells of the node",
  arguments: {},
  facts: nodeFactDeclarations,
  windowMs: () => 0,
  variants: [
    {
      name: "api",
      precision:
        "As the API server told it just before the run. What you may not read is absent, with a note that says which right is missing.",
      requires: [{ kind: "target", targets: ["host"] }, { kind: "cluster" }],
      overhead: { cpuPercentOfCore: 0, basis: "asked by the command line, not by the node" },
      collect: () => ({ kind: "snapshot" }),
      parse: parseNode,
    },
  ],
};
