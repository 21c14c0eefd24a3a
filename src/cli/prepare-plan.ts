import type { Plan } from "../documents/plan.generated.ts";
import { DiagErrors } from "../errors.ts";
import { makePlan } from "../plan/make-plan.ts";
import { resolveParams } from "../playbook/params.ts";
import { findProcess } from "../target/find-process.ts";
import { toolNamed } from "../tools/registry.ts";
import { type TargetOptions, targetOf } from "./command/target-options.ts";
import { type LoadedPlaybook, loadPlaybook } from "./load-playbook.ts";

export interface PreparedPlan extends LoadedPlaybook {
  readonly plan: Plan;
}

/** From the words of a command line to a plan: the same for `diag plan` and `diag run`. */
export function preparePlan(nameOrPath: string, options: TargetOptions): PreparedPlan {
  const loaded = loadPlaybook(nameOrPath);
  const { values, errors } = resolveParams(loaded.playbook, options.param ?? {});
  if (errors.length > 0) throw new DiagErrors(errors);
  const target = targetOf(options, (pid) => findProcess(pid, { uid: process.geteuid?.() ?? 0 }));
  return {
    ...loaded,
    plan: makePlan({ playbook: loaded.playbook, text: loaded.bytes, params: values, target, findTool: toolNamed }),
  };
}
