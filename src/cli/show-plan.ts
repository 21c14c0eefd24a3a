import type { CommandStep, Plan, PlannedStep, TargetSpec, ToolStep } from "../documents/plan.generated.ts";
import { toolNamed } from "../tools/registry.ts";
import type { Requirement } from "../tools/requirement.ts";
import type { Collection, NodeTarget } from "../tools/tool.ts";
import { placeOf, type SiteOptions } from "./command/site-options.ts";
import type { TargetOptions } from "./command/target-options.ts";
import { loadPlaybook } from "./load-playbook.ts";
import { preparePlan } from "./prepare-plan.ts";

export interface PlanCommandOptions extends TargetOptions, SiteOptions {
  readonly json?: boolean;
  /** The Job alone. */
  readonly manifest?: boolean;
}

/** `diag plan`: what a run would do. Nothing is started or written. */
export async function showPlan(playbook: string, options: PlanCommandOptions): Promise<void> {
  const loaded = loadPlaybook(playbook);
  const plan = await preparePlan(loaded, options);
  if (options.manifest) {
    const { manifestText } = await import("./manifest-lines.ts");
    process.stdout.write(await manifestText(plan, loaded.bytes, options));
    return;
  }
  const text = options.json
    ? JSON.stringify(plan, null, 2)
    : [planText(plan), ...(await containerText(playbook, loaded.bytes, plan, options))].join("\n");
  process.stdout.write(`${text}\n`);
}

async function containerText(
  playbook: string,
  text: Uint8Array,
  plan: Plan,
  options: PlanCommandOptions,
): Promise<string[]> {
  const place = placeOf(options);
  if (place === "local") return [];
  if (place === "kubernetes") {
    const { manifestLines } = await import("./manifest-lines.ts");
    return ["", ...(await manifestLines(plan, text, options))];
  }
  const { containerLines } = await import("./container-lines.ts");
  return ["", ...(await containerLines(playbook, plan, options))];
}

const maxLine = 100;

/** No pid of Linux: the largest is 2^22 (proc_sys_kernel(5), pid_max). It stands for pids that only the node knows. */
const unknownPid = 2 ** 22 + 1;

/** The target as a variant sees it, without looking at the node: its cgroups, and a container's pids, are not known. */
function targetOf({ target }: Plan): NodeTarget {
  const pid = target.kind === "process" ? target.pid : unknownPid;
  return target.kind !== "host"
    ? {
        kind: "process",
        processes: [{ pid, containerPid: pid, runtime: "unknown", cpuSeconds: 0 }],
        cgroups: {},
      }
    : { kind: "host", cgroups: {} };
}

function planText(plan: Plan): string {
  const params = Object.entries(plan.params).map(([name, value]) => `${name}=${value}`);
  return [
    `${plan.playbook.name} ${plan.playbook.version} on ${targetText(plan.target)}`,
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

function targetText(target: TargetSpec): string {
  if (target.kind === "process") return `process ${target.pid}`;
  if (target.kind === "host") return target.node === undefined ? "this host" : `node ${target.node}`;
  if (target.pod !== undefined) {
    const { namespace, name, container, node } = target.pod;
    return `${namespace}/${name} · container ${container} · node ${node}`;
  }
  return `container ${target.name === undefined ? "" : `${target.name} `}${target.id.slice(0, 12)}`;
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
      ...(variant.effect === undefined ? [] : [`         on the target: ${variant.effect}`]),
    ];
  });
}

function needWord(need: Requirement): string[] {
  if (need.kind === "binary") return [need.binary.names[0] ?? ""];
  if (need.kind === "capability") return [`CAP_${need.anyOf[0]}`];
  if (need.kind === "consent") return ["--allow-attach"];
  if (need.kind === "runtime") return [need.anyOf.join(" or ")];
  return need.kind === "target" ? [] : [need.kind];
}

function collectionLines(collection: Collection): string[] {
  if (collection.kind === "commands") {
    return collection.commands.map(({ binary, argv }) => shorten([binary.names[0], ...argv].join(" ")));
  }
  if (collection.kind === "snapshot") return ["asks the API server before the run"];
  const every = collection.windowMs === 0 ? "once" : `every ${collection.intervalMs} ms`;
  const paths = collection.paths.join(" ") || "files of the target's cgroup";
  return [shorten(`reads ${every}: ${paths}`)];
}

/** A bpftrace program is a page long; the report's manifest has it whole. */
function shorten(line: string): string {
  const flat = line.replaceAll(/\s+/g, " ").replaceAll(`${unknownPid}`, "PID");
  return flat.length <= maxLine ? flat : `${flat.slice(0, maxLine - 1)}…`;
}

function commandLines(step: CommandStep): string[] {
  return [`    ${step.argv.join(" ")}${step.in === "target-netns" ? " (in the target's network namespace)" : ""}`];
}

function round(value: number): string {
  return value < 1 ? "1" : `${Math.round(value)}`;
}
