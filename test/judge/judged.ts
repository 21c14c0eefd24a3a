import type { Fact } from "../../src/documents/facts.generated.ts";
import type { Findings } from "../../src/documents/findings.generated.ts";
import type { Reason, StepResult } from "../../src/documents/manifest.generated.ts";
import { judge } from "../../src/judge/judge.ts";
import { factValues } from "../../src/playbook/expression/fact-values.ts";
import { scopeOf } from "../../src/playbook/playbook-scope.ts";
import { readPlaybook } from "../../src/playbook/read-playbook.ts";
import { toolNamed, tools } from "../../src/tools/registry.ts";

export const percent = (value: number): Fact => ({ kind: "number", unit: "percent", value });

/** A playbook with one mpstat step `cpu`, one raw step `queue`, and the checks given as YAML below `checks:`. */
export function judged(
  checks: string,
  facts: Record<string, Record<string, Fact>>,
  { steps = [], healthy = "" }: { steps?: readonly StepResult[]; healthy?: string } = {},
): Findings {
  const text = `apiVersion: diag/v1
kind: Playbook
metadata: { name: judged, version: 1.0.0, title: What is it? }
spec:
  targets: [process, host]
  params:
    limit: { type: integer, default: 80, description: From where on it counts. }
  steps:
    - { id: cpu, tool: mpstat }
    - { id: queue, run: [ss, -ltn], parse: { as: table } }
  checks:
${checks.replace(/^/gm, "    ")}
  ${healthy}
`;
  const read = readPlaybook(Buffer.from(text), "judged.yaml", tools);
  if (!read.ok) throw new AggregateError(read.errors, read.errors.map(({ message }) => message).join("\n"));
  const target = { kind: "process", label: "node (7)", runtime: "node", pid: 7, cpus: 4 };
  return judge({
    playbook: read.playbook,
    scope: scopeOf(read.playbook, toolNamed),
    values: { ...factValues(facts), params: { limit: 80 }, target },
    facts,
    steps,
  });
}

export function ended(id: string, label: string, status: StepResult["status"], reason?: Reason): StepResult {
  return { id, label, status, ...(reason === undefined ? {} : { reason }), attempts: [], durationMs: 1, notes: [] };
}
