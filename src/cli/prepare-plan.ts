import type { Plan } from "../documents/plan.generated.ts";
import { DiagErrors } from "../errors.ts";
import { makePlan } from "../plan/make-plan.ts";
import { resolveParams } from "../playbook/params.ts";
import { toolNamed } from "../tools/registry.ts";
import type { SiteOptions } from "./command/site-options.ts";
import { consentOf, type TargetOptions } from "./command/target-options.ts";
import { findTarget } from "./find-target.ts";
import type { LoadedPlaybook } from "./load-playbook.ts";

/** From a playbook and the words of a command line to a plan: the same for `diag plan` and `diag run`. */
export async function preparePlan(
  { playbook, bytes }: LoadedPlaybook,
  options: TargetOptions & SiteOptions,
): Promise<Plan> {
  const { values, errors } = resolveParams(playbook, options.param ?? {});
  if (errors.length > 0) throw new DiagErrors(errors);
  const target = await findTarget(options);
  return makePlan({
    playbook,
    text: bytes,
    params: values,
    target,
    consent: consentOf(options),
    findTool: toolNamed,
  });
}
