import type { Outcome } from "../../documents/findings.generated.ts";
import type { StepStatus } from "../coverage.ts";
import type { RenderedFile } from "../format.ts";
import type { Report } from "../report.ts";
import { inBaseUnit } from "./base-unit.ts";
import { factMetric } from "./fact-metric.ts";
import { type Metric, metricsText } from "./metric.ts";

const outcomes: readonly Outcome[] = ["pass", "info", "warn", "fail", "unknown", "error"];
const statuses: readonly StepStatus[] = ["ok", "partial", "failed", "skipped", "not reached"];

/** The report as gauges, for alerts and graphs over many runs. */
export function renderMetrics(report: Report): RenderedFile[] {
  const { playbook, target, verdict, findings, coverage, facts } = report;
  const metrics: readonly Metric[] = [
    ...runMetrics(report),
    ...states("diag_verdict", "Whether this is the verdict of the last run.", {}, outcomeState(verdict.outcome)),
    ...findings.flatMap(({ check, outcome }) =>
      states("diag_finding", "Whether the check says this.", { check }, outcomeState(outcome)),
    ),
    ...coverage.flatMap(({ step, status }) =>
      states("diag_step", "Whether the step ended so.", { step }, { label: "status", all: statuses, is: status }),
    ),
    ...facts.flatMap((fact) => factMetric(fact) ?? []),
  ];
  const common = { playbook: playbook.name, target: target.label, host: target.host };
  return [{ path: "report.prom", text: metricsText(metrics, common) }];
}

interface State {
  readonly label: string;
  readonly all: readonly string[];
  readonly is: string;
}

/** A gauge for each state, 1 for the one that is and 0 for the others: none is left behind when it changes. */
function states(name: string, help: string, labels: Metric["labels"], { label, all, is }: State): Metric[] {
  return all.map((state) => ({ name, help, labels: { ...labels, [label]: state }, value: state === is ? 1 : 0 }));
}

function outcomeState(is: Outcome): State {
  return { label: "outcome", all: outcomes, is };
}

function runMetrics({ playbook, provenance, incomplete, timeline, cost }: Report): Metric[] {
  const started = Date.parse(provenance.startedAt) / 1000;
  const versions = { run: provenance.run, diag_version: provenance.diag, playbook_version: playbook.version };
  return [
    gauge("diag_run_info", "The last run, and the versions that made it.", 1, versions),
    ...(Number.isNaN(started)
      ? []
      : [gauge("diag_run_start_time_seconds", "When the last run began, Unix time.", started)]),
    gauge("diag_run_duration_seconds", "How long the last run took.", timeline.totalMs / 1000),
    gauge(
      "diag_run_complete",
      "Whether the last run came to its end and was judged.",
      incomplete === undefined ? 1 : 0,
    ),
    ...(cost === undefined
      ? []
      : [
          gauge("diag_run_cpu_seconds", "CPU time of diag and its tools.", inBaseUnit(cost.cpu).amount),
          gauge(
            "diag_run_peak_resident_memory_bytes",
            "Resident memory of diag at its peak.",
            inBaseUnit(cost.memory).amount,
          ),
        ]),
  ];
}

function gauge(name: string, help: string, value: number, labels: Metric["labels"] = {}): Metric {
  return { name, help, labels, value };
}
