import type { CommandStep, Plan, PlannedStep, ToolStep } from "../documents/plan.generated.ts";
import { toolNamed } from "../tools/registry.ts";
import type { Requirement } from "../tools/requirement.ts";
import type { Collection, NodeTarget } from "../tools/tool.ts";
import type { TargetOptions } from "./command/target-options.ts";
import { loadPlaybook } from "./load-playbook.ts";
import { preparePlan } from "./prepare-plan.ts";

export interface PlanCommandOptions extends TargetOptions {
  readonly json?: boolean;
}

/** `diag plan`: what a run would do. Nothing is started or written. */
export function showPlan(playbook: string, options: PlanCommandOptions): void {
  const plan = preparePlan(loadPlaybook(playbook), options);
  process.stdout.write(`${options.json ? JSON.stringify(plan, null, 2) : planText(plan)}\n`);
}

const maxLine = 100;

/** The target as a variant sees it, without looking at the node: its cgroups are not known. */
function targetOf({ target }: Plan): NodeTarget {
  return target.kind === "process"
    ? {
        kind: "process",
        processes: [{ pid: target.pid, containerPid: target.pid, runtime: "unknown", cpuSeconds: 0 }],
        cgroups: {},
      }
    : { kind: "host", cgroups: {} };
}

function planText(plan: Plan): string {
  const target = plan.target.kind === "process" ? `process ${plan.target.pid}` : "this host";
  const params = Object.entries(plan.params).map(([name, value]) => `${name}=${value}`);
  return [
    `${plan.playbook.name} ${plan.playbook.version} on ${target}`,
    plan.playbook.title,
    `takes ${plan.windowMs / 1000} s · costs about ${round(plan.estimate.cpuPercentOfCore)} % of one core (${plan.estimate.basis})`,
    ...(params.length === 0 ? [] : [`params ${params.join(" ")}`]),
    "",
    "Steps",
    ...plan.steps.flatMap((step) => stepLines(step, targetOf(plan))),
    "",
    "Privileges",
    ...(plan.privileges.length === 0
      ? ["  none"]
      : plan.privileges.map((one) => `  ${one.name}: to ${one.reason} (${one.steps.join(", ")})`)),
  ].join("\n");
}

function stepLines(step: PlannedStep, target: NodeTarget): string[] {
  const window = step.windowMs === 0 ? "one look" : `${step.windowMs / 1000} s`;
  const name = step.kind === "tool" ? step.tool : "command";
  return [
    `  ${step.id}: ${name}, ${window}, at most ${step.timeoutMs / 1000} s`,
    ...(step.when === undefined ? [] : [`    when ${step.when}`]),
    ...(step.needs.length === 0 ? [] : [`    after ${step.needs.join(", ")}`]),
    ...(step.kind === "tool" ? toolLines(step, target) : commandLines(step)),
  ];
}

function toolLines(step: ToolStep, target: NodeTarget): string[] {
  return step.variants.flatMap((name, index) => {
    const variant = toolNamed(step.tool)?.variants.find((one) => one.name === name);
    if (variant === undefined) return [];
    const needs = variant.requires.flatMap(needWord);
    const collection = variant.collect(step.arguments, { target, artifact: (file) => file });
    return [
      `    ${index + 1}. ${name}${needs.length === 0 ? "" : ` (${needs.join(", ")})`}`,
      ...collectionLines(collection).map((line) => `         ${line}`),
    ];
  });
}

function needWord(need: Requirement): string[] {
  if (need.kind === "binary") return [need.binary.names[0] ?? ""];
  if (need.kind === "capability") return [`CAP_${need.anyOf[0]}`];
  return need.kind === "target" ? [] : [need.kind];
}

function collectionLines(collection: Collection): string[] {
  if (collection.kind === "commands") {
    return collection.commands.map(({ binary, argv }) => shorten([binary.names[0], ...argv].join(" ")));
  }
  const every = collection.windowMs === 0 ? "once" : `every ${collection.intervalMs} ms`;
  const paths = collection.paths.join(" ") || "files of the target's cgroup";
  return [shorten(`reads ${every}: ${paths}`)];
}

/** A bpftrace program is a page long; the report's manifest has it whole. */
function shorten(line: string): string {
  const flat = line.replaceAll(/\s+/g, " ");
  return flat.length <= maxLine ? flat : `${flat.slice(0, maxLine - 1)}…`;
}

function commandLines(step: CommandStep): string[] {
  return [`    ${step.argv.join(" ")}${step.in === "target-netns" ? " (in the target's network namespace)" : ""}`];
}

function round(value: number): string {
  return value < 1 ? "1" : `${Math.round(value)}`;
}
