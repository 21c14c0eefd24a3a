import type { Bundle } from "../bundle/read-bundle.ts";
import type { Findings } from "../documents/findings.generated.ts";
import type { Playbook } from "../documents/playbook.generated.ts";
import { planValues } from "../plan/plan-scope.ts";
import { type FindTool, scopeOf } from "../playbook/playbook-scope.ts";
import { judge } from "./judge.ts";

/** Judges what a bundle holds by a playbook: its own, or a newer version of it. */
export function judgeBundle(bundle: Bundle, playbook: Playbook, findTool: FindTool): Findings {
  const facts = bundle.facts?.steps ?? {};
  return judge({
    playbook,
    scope: scopeOf(playbook, findTool),
    values: planValues(bundle.plan, bundle.manifest.target, bundle.probe?.cpus, facts),
    facts,
    steps: bundle.manifest.steps,
  });
}
