import { formatNumber, formatQuantity } from "../../documents/format-quantity.ts";
import type { ReportInput } from "../report-input.ts";
import { stableTarget } from "../sarif/stable-target.ts";
import { type Both, mapBoth } from "./both.ts";
import { areOfOneLength } from "./compare-numbers.ts";
import type { Condition } from "./comparison.ts";
import { windowSeconds } from "./step-basis.ts";

/** What differs beside what was measured: each may be the cause of a change, so that the reader must know. */
export function findConditions(runs: Both<ReportInput>): Condition[] {
  const properties = mapBoth(runs, propertiesOf);
  const names = new Set([...properties.after.keys(), ...properties.before.keys()]);
  return [
    ...[...names].flatMap((name) => {
      const { before, after } = mapBoth(properties, (each) => each.get(name) ?? "–");
      return before === after ? [] : [{ name, before, after }];
    }),
    ...windowLengths(runs),
  ];
}

function propertiesOf(run: ReportInput): Map<string, string> {
  const { manifest, plan, probe } = run;
  const { target, playbook } = manifest;
  return new Map([
    ["playbook", playbook.version],
    ["playbook's text", playbook.digest.slice(0, 12)],
    ["kind of target", target.kind],
    ["target", nameOf(run)],
    ["image", target.image ?? "–"],
    ["host", target.host],
    ["kernel", probe === undefined ? "not known" : `${probe.kernel.release} ${probe.kernel.arch}`],
    ["CPUs", probe === undefined ? "not known" : formatNumber(probe.cpus)],
    ["diag", manifest.diag],
    ["end of the run", manifest.state],
    ...Object.entries(plan.params).map(([name, value]): [string, string] => [
      `param ${name}`,
      Array.isArray(value) ? value.join(", ") : String(value),
    ]),
    ...manifest.steps.map(({ id, variant = "–" }): [string, string] => [`variant of step ${id}`, variant]),
  ]);
}

/** By what stays when it is started again: no pid, and of a pod's name no part that a controller made up. */
function nameOf({ manifest: { target } }: ReportInput): string {
  if (target.pod !== undefined) return stableTarget(target);
  return target.kind === "process" && target.command !== undefined ? target.command : target.label;
}

/** The length of the window is a param of most playbooks; where it is not, or the run was cut short. */
function windowLengths(runs: Both<ReportInput>): Condition[] {
  const seconds = mapBoth(runs, windowSeconds);
  if (areOfOneLength(seconds)) return [];
  const { before, after } = mapBoth(seconds, (length) => formatQuantity(length, "seconds"));
  return [{ name: "window", before, after }];
}
