import type { Plan, TargetSpec } from "../documents/plan.generated.ts";
import { DiagErrors } from "../errors.ts";
import { makePlan } from "../plan/make-plan.ts";
import { needsSnapshot } from "../plan/needs-snapshot.ts";
import { resolveParams } from "../playbook/params.ts";
import { toolNamed } from "../tools/registry.ts";
import type { SiteOptions } from "./command/site-options.ts";
import { consentOf, type TargetOptions } from "./command/target-options.ts";
import type { Wanted } from "./find-pods.ts";
import { findTarget } from "./find-target.ts";
import type { LoadedPlaybook } from "./load-playbook.ts";

/** From a playbook and the words of a command line to a plan: the same for `diag plan` and `diag run`. */
export async function preparePlan(loaded: LoadedPlaybook, options: TargetOptions & SiteOptions): Promise<Plan> {
  // What is wrong with the words is told before anything is looked up.
  paramsOf(loaded, options);
  return planFor(loaded, await findTarget(options, wantedBy(loaded)), options);
}

/** A plan for a target that has been found. */
export function planFor({ playbook, bytes }: LoadedPlaybook, target: TargetSpec, options: TargetOptions): Plan {
  return makePlan({
    playbook,
    text: bytes,
    params: paramsOf({ playbook }, options),
    target,
    consent: consentOf(options),
    findTool: toolNamed,
  });
}

/** What the playbook's steps ask of a cluster. */
export function wantedBy({ playbook }: Pick<LoadedPlaybook, "playbook">): Wanted {
  return { snapshot: needsSnapshot(playbook, toolNamed) };
}

function paramsOf({ playbook }: Pick<LoadedPlaybook, "playbook">, options: TargetOptions) {
  const { values, errors } = resolveParams(playbook, options.param ?? {});
  if (errors.length > 0) throw new DiagErrors(errors);
  return values;
}
