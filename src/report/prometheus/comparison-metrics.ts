import type { Comparison, ComparisonVerdict, FactMove, FindingMove } from "../comparison/comparison.ts";
import type { RenderedFile } from "../format.ts";
import { type Metric, metricsText } from "./metric.ts";

const verdicts: readonly ComparisonVerdict["change"][] = ["worse", "mixed", "unclear", "better", "same"];
const findingMoves: readonly FindingMove[] = ["new", "worse", "now-unknown", "better", "gone", "now-known", "same"];
const factMoves: readonly FactMove[] = ["more", "less", "other", "unknown", "same"];

/** The comparison as gauges: what changed, and by how much of what it was. */
export function renderComparisonMetrics({ playbook, verdict, findings, facts, after }: Comparison): RenderedFile[] {
  const metrics: readonly Metric[] = [
    ...verdicts.map((change) => ({
      name: "diag_diff_verdict",
      help: "Whether this is what the comparison says.",
      labels: { change },
      value: change === verdict.change ? 1 : 0,
    })),
    ...findings.flatMap((finding) =>
      findingMoves.map((change) => ({
        name: "diag_diff_finding",
        help: "Whether this is what became of the finding.",
        labels: { check: finding.check, change },
        value: change === finding.change ? 1 : 0,
      })),
    ),
    ...factMoves.map((change) => ({
      name: "diag_diff_facts",
      help: "How many facts changed so.",
      labels: { change },
      value: facts.filter((fact) => fact.change === change).length,
    })),
    ...facts.flatMap(({ name, change, amount }) =>
      amount?.relative === undefined
        ? []
        : [
            {
              name: "diag_diff_fact_change_ratio",
              help: "The difference of a fact, of what it was before; 1 is twice as much.",
              labels: { fact: name, change },
              value: amount.relative,
            },
          ],
    ),
  ];
  const common = { playbook: playbook.name, target: after.target.label, host: after.target.host };
  return [{ path: "comparison.prom", text: metricsText(metrics, common) }];
}
