import type { TargetSpec } from "../documents/plan.generated.ts";
import { shellWord } from "./shell-word.ts";

/** The command that runs another playbook on the same target, as a shell reads it. */
export function nextCommand(playbook: string, target: TargetSpec): string {
  return ["diag", "run", playbook, ...words(target)].map(shellWord).join(" ");
}

function words(target: TargetSpec): string[] {
  switch (target.kind) {
    case "process":
      return ["--pid", `${target.pid}`];
    case "host":
      return target.node === undefined ? ["--host"] : ["--node", target.node];
    case "container": {
      const { pod, name, id } = target;
      if (pod === undefined) return ["--container", name ?? id.slice(0, 12)];
      return ["--pod", pod.name, "-n", pod.namespace, "-c", pod.container];
    }
  }
}
