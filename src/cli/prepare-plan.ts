import type { Plan } from "../documents/plan.generated.ts";
import { DiagErrors } from "../errors.ts";
import { makePlan } from "../plan/make-plan.ts";
import { resolveParams } from "../playbook/params.ts";
import { findProcess } from "../target/find-process.ts";
import { toolNamed } from "../tools/registry.ts";
import { consentOf, type TargetOptions, targetOf } from "./command/target-options.ts";
import type { LoadedPlaybook } from "./load-playbook.ts";

/** From a playbook and the words of a command line to a plan: the same for `diag plan` and `diag run`. */
export function preparePlan({ playbook, bytes }: LoadedPlaybook, options: TargetOptions): Plan {
  const { values, errors } = resolveParams(playbook, options.param ?? {});
  if (errors.length > 0) throw new DiagErrors(errors);
  const target = targetOf(options, (pid) => findProcess(pid, { uid: process.geteuid?.() ?? 0 }));
  return makePlan({ playbook, text: bytes, params: values, target, consent: consentOf(options), findTool: toolNamed });
}
