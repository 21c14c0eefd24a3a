import type { Outcome } from "../../documents/findings.generated.ts";
import type { Report } from "../report.ts";
import { verdictLines } from "../words/verdict-lines.ts";

/** One playbook on several targets: which of them has what. The model of every format of the summary. */
export interface Overview {
  readonly apiVersion: "diag/v1";
  readonly kind: "Summary";
  readonly playbook: { readonly name: string; readonly version: string; readonly title: string };
  /** What the targets were chosen by: `selector app=checkout in shop`. */
  readonly selection: string;
  readonly startedAt: string;
  readonly outcome: Outcome;
  /** The answer, as a sentence. */
  readonly statement: string;
  readonly targets: readonly OverviewTarget[];
  /** Targets that match and were not looked at. */
  readonly omitted: number;
}

export interface OverviewTarget {
  readonly label: string;
  readonly node: string;
  readonly outcome: Outcome;
  readonly statement: string;
  readonly path?: string;
  readonly remedy?: string;
  /** Code of the check that gave the verdict, and what it looks for. */
  readonly check?: string;
  readonly title?: string;
  /** Its bundle, relative to the summary; absent where there is none. */
  readonly folder?: string;
}

/** A target with its report, or with why there is none. */
export type Diagnosed = { readonly label: string; readonly node: string } & (
  | { readonly report: Report; readonly folder: string }
  | { readonly error: string }
);

/** Worst first: what somebody has to act on, then what is not known. */
const order: readonly Outcome[] = ["fail", "warn", "error", "unknown", "info", "pass"];

export function buildOverview(
  about: Pick<Overview, "playbook" | "selection" | "startedAt" | "omitted">,
  diagnosed: readonly Diagnosed[],
): Overview {
  const targets = diagnosed
    .map(targetOf)
    .toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome) || a.label.localeCompare(b.label));
  const outcome = targets[0]?.outcome ?? "unknown";
  return {
    apiVersion: "diag/v1",
    kind: "Summary",
    ...about,
    outcome,
    statement: statementOf(targets, outcome),
    targets,
  };
}

function targetOf(one: Diagnosed): OverviewTarget {
  const { label, node } = one;
  if (!("report" in one)) return { label, node, outcome: "error", statement: one.error };
  const { verdict, findings } = one.report;
  const title = findings.find(({ check }) => check === verdict.check)?.title;
  return {
    label,
    node,
    outcome: verdict.outcome,
    ...verdictLines(verdict),
    ...(verdict.remedy === undefined ? {} : { remedy: verdict.remedy }),
    ...(verdict.check === undefined ? {} : { check: verdict.check }),
    ...(title === undefined ? {} : { title }),
    folder: one.folder,
  };
}

/** "2 of 3 pods: Resident memory grows steadily. 1 pod: An OOM kill…" */
function statementOf(targets: readonly OverviewTarget[], worst: Outcome): string {
  const all = targets.length;
  if (worst === "pass" || worst === "info")
    return `Nothing to see in ${all === 1 ? "the one target" : `all ${all} targets`}.`;
  const groups = new Map<string, number>();
  for (const { outcome, title, statement } of targets) {
    if (outcome === "pass" || outcome === "info") continue;
    const what = outcome === "error" ? statement : (title ?? statement);
    groups.set(what, (groups.get(what) ?? 0) + 1);
  }
  return [...groups].map(([what, count]) => `${count} of ${all}: ${what.replace(/\.$/, "")}.`).join(" ");
}
