import type { Incomplete } from "../report.ts";
import type { ReportInput } from "../report-input.ts";
import { thinSpaces } from "../words/thin-spaces.ts";

/** Says what is not in a bundle and why. A step that failed is no such thing: it is a result, and coverage tells of it. */
export function describeIncomplete(input: ReportInput): Incomplete | undefined {
  const { manifest, plan, findings, facts, probe } = input;
  const reached = new Set(manifest.steps.map(({ id }) => id));
  const unreached = plan.steps.filter(({ id }) => !reached.has(id)).map(({ id }) => id);
  const missing = [
    ...(probe === undefined ? ["The node was not probed: what it can and cannot do is unknown."] : []),
    ...(unreached.length > 0
      ? [`Not finished: ${unreached.length === 1 ? "step" : "steps"} ${unreached.join(", ")}.`]
      : []),
    ...(facts === undefined ? ["There are no facts: facts.json is not in the bundle."] : []),
    ...(findings === undefined ? ["Nothing was judged: findings.json is not in the bundle."] : []),
  ];
  if (manifest.state === "complete" && missing.length === 0) return undefined;
  return { ...ending(manifest), missing };
}

function ending({
  state,
  reason,
  playbook: { name },
}: ReportInput["manifest"]): Pick<Incomplete, "statement" | "mend"> {
  const because = reason === undefined ? "" : `: ${thinSpaces(reason)}`;
  switch (state) {
    case "running":
      return {
        statement: "The run has no end: diag was killed, or still runs",
        mend: "Run the playbook again; what the steps got to print is below.",
      };
    case "interrupted":
      return {
        statement: `The run was interrupted${because}`,
        mend: "Run the playbook again to the end of its window.",
      };
    case "stopped":
      return { statement: `The run stopped early${because}` };
    case "complete":
      return {
        statement: "The run is complete, but the bundle is not",
        mend: `\`diag run ${name} --recorded BUNDLE\` judges the raw output again.`,
      };
  }
}
