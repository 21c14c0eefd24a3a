import type { NodeTarget } from "./tool.ts";

/** The processes of the target as the host numbers them; none where the whole host is meant. */
export function pidsOf(target: NodeTarget): number[] {
  return target.kind === "process" ? target.processes.map(({ pid }) => pid) : [];
}
