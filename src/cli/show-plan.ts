import type { CommandStep, Plan, PlannedStep, ToolStep } from "../documents/plan.generated.ts";
import { toolNamed } from "../tools/registry.ts";
import type { PlanCommandOptions } from "./command/plan.ts";
import { preparePlan } from "./prepare-plan.ts";

/** `diag plan`: what a run would do. Nothing is started or written. */
export function showPlan(playbook: string, options: PlanCommandOptions): void {
  const { plan } = preparePlan(playbook, options);
  process.stdout.write(`${options.json ? JSON.stringify(plan, null, 2) : planText(plan)}\n`);
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
    ...plan.steps.flatMap(stepLines),
    "",
    "Privileges",
    ...(plan.privileges.length === 0
      ? ["  none"]
      : plan.privileges.map((one) => `  ${one.name}: to ${one.reason} (${one.steps.join(", ")})`)),
  ].join("\n");
}

function stepLines(step: PlannedStep): string[] {
  const window = step.windowMs === 0 ? "one look" : `${step.windowMs / 1000} s`;
  const when = step.when === undefined ? [] : [`    when ${step.when}`];
  const needs = step.needs.length === 0 ? [] : [`    after ${step.needs.join(", ")}`];
  const body = step.kind === "tool" ? toolLines(step) : commandLines(step);
  return [
    `  ${step.id}: ${step.kind === "tool" ? step.tool : "command"}, ${window}, at most ${step.timeoutMs / 1000} s`,
    ...when,
    ...needs,
    ...body,
  ];
}

function toolLines(step: ToolStep): string[] {
  const tool = toolNamed(step.tool);
  return step.variants.map((name, index) => {
    const needs = tool?.variants.find((variant) => variant.name === name)?.requires ?? [];
    const words = needs.map((need) =>
      need.kind === "binary"
        ? (need.binary.names[0] ?? "")
        : need.kind === "capability"
          ? `CAP_${need.anyOf[0]}`
          : need.kind,
    );
    return `    ${index + 1}. ${name}${words.length === 0 ? "" : ` (${words.join(", ")})`}`;
  });
}

function commandLines(step: CommandStep): string[] {
  return [`    ${step.argv.join(" ")}${step.in === "target-netns" ? " (in the target's network namespace)" : ""}`];
}

function round(value: number): string {
  return value < 1 ? "1" : `${Math.round(value)}`;
}
