import type { NodeTarget } from "../tool.ts";

/** `-p` of runqlat(8) takes one process; nothing for the whole host. */
export function singlePid(target: NodeTarget): string[] {
  const pid = target.kind === "process" ? target.pids[0] : undefined;
  return pid === undefined ? [] : ["-p", `${pid}`];
}
