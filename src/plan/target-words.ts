import type { TargetSpec } from "../documents/plan.generated.ts";
import type { Playbook } from "../documents/playbook.generated.ts";

/** What a playbook may call a target under `targets`, the nearest word first. */
export function targetWords(target: TargetSpec): readonly [TargetWord, ...TargetWord[]] {
  if (target.kind === "container" && target.pod !== undefined) return ["pod", "container"];
  if (target.kind === "host" && target.node !== undefined) return ["node", "host"];
  return [target.kind];
}

type TargetWord = Playbook["spec"]["targets"][number];
