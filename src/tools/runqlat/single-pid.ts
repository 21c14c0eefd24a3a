import { pidsOf } from "../target-pids.ts";
import type { NodeTarget } from "../tool.ts";

/** `-p` of runqlat(8) takes one process; nothing for the whole host. */
export function singlePid(target: NodeTarget): string[] {
  const [pid] = pidsOf(target);
  return pid === undefined ? [] : ["-p", `${pid}`];
}
