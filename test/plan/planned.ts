import type { Plan, TargetSpec } from "../../src/documents/plan.generated.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import { resolveParams } from "../../src/playbook/params.ts";
import { readPlaybook } from "../../src/playbook/read-playbook.ts";
import { toolNamed, tools } from "../../src/tools/registry.ts";

/** The plan of a playbook with the steps given as YAML below `steps:`. */
export function planned(
  steps: string,
  target: TargetSpec = { kind: "process", pid: 7 },
  given: Record<string, string> = {},
): Plan {
  const text = Buffer.from(`apiVersion: diag/v1
kind: Playbook
metadata: { name: planned, version: 1.2.3, title: What is planned? }
spec:
  targets: [process, host]
  params:
    duration: { type: duration, default: 10s, maximum: 1d, description: How long to watch. }
    frequency: { type: integer, default: 49, description: Samples a second. }
    size: { type: bytes, default: 1KiB, description: How much. }
    words: { type: list, default: [a, 1], description: Some words. }
  steps:
${steps.replace(/^/gm, "    ")}
  checks:
    - { id: never, title: Never, fail: "false", message: Never. }
`);
  const read = readPlaybook(text, "planned.yaml", tools);
  if (!read.ok) throw new AggregateError(read.errors, read.errors.map(({ message }) => message).join("\n"));
  const { values, errors } = resolveParams(read.playbook, given);
  if (errors.length > 0) throw new AggregateError(errors);
  return makePlan({
    playbook: read.playbook,
    text,
    params: values,
    target,
    consent: { attach: false, force: false },
    findTool: toolNamed,
  });
}
