import { createHash } from "node:crypto";
import type {
  CommandStep,
  Consent,
  ContainerTarget,
  Plan,
  PlannedStep,
  TargetSpec,
  ToolStep,
  Value,
} from "../documents/plan.generated.ts";
import type { Playbook, Step } from "../documents/playbook.generated.ts";
import { DiagError } from "../errors.ts";
import { type Language, languageOf } from "../playbook/expression/language.ts";
import { wholeExpression } from "../playbook/expression/template.ts";
import { type FindTool, scopeOf, staticScope } from "../playbook/playbook-scope.ts";
import { parseBytes, parseDuration } from "../playbook/quantity.ts";
import { readValue } from "../playbook/read-value.ts";
import type { ArgumentDeclaration } from "../tools/argument.ts";
import type { NodeTarget, Tool, Variant } from "../tools/tool.ts";
import { budgetOf } from "./budget.ts";
import { estimateOf } from "./estimate.ts";
import { mountsOf } from "./mounts.ts";
import { paramValues } from "./param-values.ts";
import { privilegesOf } from "./privileges.ts";
import { targetWords } from "./target-words.ts";

/** Beyond its window a tool has this long to start, to flush and to resolve symbols. */
const graceMs = 30_000;
const defaultMaxOutputBytes = 16 * 1024 * 1024;
/** After the last step: parsing, judging, rendering. */
const finishMs = 30_000;
/** A timer of Node set for longer ends at once. */
const longestTimerMs = 2 ** 31 - 1;

export interface PlanRequest {
  readonly playbook: Playbook;
  /** The playbook's exact text, for its digest. */
  readonly text: Uint8Array;
  readonly params: Readonly<Record<string, Value>>;
  readonly target: TargetSpec;
  readonly consent: Consent;
  readonly findTool: FindTool;
}

/**
 * Playbook, params and target → everything that a runner needs. Pure. The playbook has been read, so that its names
 * and types hold; what its arguments come to is checked here.
 *
 * @throws DiagError `target-unsupported`, `param-type` or `param-range`.
 */
export function makePlan(request: PlanRequest): Plan {
  const { playbook, target } = request;
  const { spec, metadata } = playbook;
  const words = targetWords(target);
  if (!spec.targets.some((one) => words.includes(one))) {
    throw new DiagError("target-unsupported", `${metadata.name} does not diagnose a ${words[0]}`, {
      hint: `It diagnoses a ${spec.targets.join(" or a ")}.`,
    });
  }
  const language = languageOf(staticScope(scopeOf(playbook, request.findTool)));
  const params = paramValues(spec.params ?? {}, request.params);
  const values = { params, target: { kind: target.kind, ...(target.kind === "process" ? { pid: target.pid } : {}) } };
  const evaluate = (text: unknown) => evaluateText(text, language, values);
  const steps = spec.steps.map((step) =>
    planStep(step, request.findTool, target.kind === "host" ? "host" : "process", evaluate),
  );
  if (target.kind === "container" && target.ended !== undefined) refuseUnlessRecorded(target, steps, request.findTool);
  const longest = longestChain(steps, (step) => step.windowMs);
  return {
    schema: "diag/plan/v1",
    playbook: { name: metadata.name, version: metadata.version, title: metadata.title, digest: digestOf(request.text) },
    params,
    target,
    steps,
    privileges: privilegesOf(steps, request.findTool),
    mounts: mountsOf(steps, request.findTool),
    consent: request.consent,
    budget: budgetOf(spec.budget),
    estimate: estimateOf(steps, request.findTool),
    windowMs: longest,
    deadlineMs: Math.min(longestChain(steps, (step) => step.timeoutMs) + finishMs, longestTimerMs),
  };
}

/** Of a container that has ended, only what was recorded of it can be told: a playbook without such a step has no answer. */
function refuseUnlessRecorded(target: ContainerTarget, steps: readonly PlannedStep[], findTool: FindTool): void {
  const answers = (step: PlannedStep) =>
    step.kind === "tool" && findTool(step.tool)?.variants.some(({ afterTheEnd }) => afterTheEnd);
  if (steps.some(answers)) return;
  const what = target.pod === undefined ? target.name : `${target.pod.container} of pod ${target.name}`;
  throw new DiagError("target-not-found", `Container ${what} does not run: ${target.ended}`, {
    hint: "This playbook measures what runs; one that reads what was recorded (memory-leak does) can still tell something.",
  });
}

function digestOf(text: Uint8Array): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

function planStep(
  step: Step,
  findTool: FindTool,
  targetKind: NodeTarget["kind"],
  evaluate: (text: unknown) => unknown,
): PlannedStep {
  const tool = step.tool === undefined ? undefined : findTool(step.tool);
  return tool === undefined ? planCommand(step, evaluate) : planTool(step, tool, targetKind, evaluate);
}

function planTool(
  step: Step,
  tool: Tool,
  targetKind: NodeTarget["kind"],
  evaluate: (text: unknown) => unknown,
): ToolStep {
  const args: Record<string, Value> = {};
  for (const [name, declaration] of Object.entries(tool.arguments)) {
    const written = step.with?.[name] ?? declaration.default;
    if (written !== undefined) args[name] = argumentValue(`${step.id}: ${name}`, declaration, written, evaluate);
  }
  const serving = tool.variants.filter((one) => one.serves?.(args) ?? true);
  const isLast = ({ lastFor }: Variant) => lastFor === targetKind;
  const [first, ...others] = [...serving.filter((one) => !isLast(one)), ...serving.filter(isLast)].map(
    ({ name }) => name,
  );
  return {
    kind: "tool",
    tool: tool.name,
    arguments: args,
    variants: [first ?? "", ...others],
    ...common(step, tool.windowMs(args)),
  };
}

function planCommand(step: Step, evaluate: (text: unknown) => unknown): CommandStep {
  const [program = "", ...words] = (step.run ?? []).map((word) => String(evaluate(word)));
  return {
    kind: "command",
    argv: [program, ...words],
    ...(step.in === undefined ? {} : { in: step.in }),
    parse: step.parse ?? { as: "text" },
    ...common(step, parseDuration(step.duration ?? "0s") ?? 0),
  };
}

function common(step: Step, windowMs: number) {
  return {
    id: step.id,
    ...(step.title === undefined ? {} : { title: step.title }),
    needs: step.needs ?? [],
    ...(step.when === undefined ? {} : { when: step.when }),
    onError: step.onError ?? ("continue" as const),
    windowMs,
    timeoutMs: parseDuration(step.timeout ?? "") ?? windowMs + graceMs,
    maxOutputBytes: parseBytes(step.maxOutput ?? "") ?? defaultMaxOutputBytes,
  };
}

/** A duration that an expression gives is in seconds, as everywhere in expressions. */
function argumentValue(
  name: string,
  declaration: ArgumentDeclaration,
  written: unknown,
  evaluate: (text: unknown) => unknown,
): Value {
  const value = evaluate(written);
  const isSeconds = declaration.type === "duration" && typeof value === "number";
  const isBytes = declaration.type === "bytes" && typeof value === "number";
  const read = readValue(
    name,
    declaration,
    isSeconds ? `${Math.round(value * 1000)}ms` : isBytes ? `${value}B` : value,
  );
  if (!read.ok) throw new DiagError(read.code, read.message, { hint: read.hint });
  return read.value;
}

function evaluateText(text: unknown, language: Language, values: Readonly<Record<string, unknown>>): unknown {
  if (typeof text !== "string" || !text.includes("${{")) return text;
  const whole = wholeExpression(text);
  const result =
    whole === undefined
      ? language.template(text, "programs").render(values)
      : language.expression(whole.source).evaluate(values);
  if (result.kind === "value") return result.value;
  const why = result.kind === "error" ? result.message : `it needs ${result.facts.join(", ")}`;
  throw new DiagError("param-type", `${text} has no value: ${why}`, {
    hint: "Arguments may use params and target.kind and target.pid only.",
  });
}

/** The longest way through the steps, each after those that it needs. */
function longestChain(steps: readonly PlannedStep[], length: (step: PlannedStep) => number): number {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const known = new Map<string, number>();
  const endOf = (step: PlannedStep): number => {
    const end =
      known.get(step.id) ??
      length(step) +
        Math.max(0, ...step.needs.flatMap((id) => (byId.has(id) ? [endOf(byId.get(id) as PlannedStep)] : [])));
    known.set(step.id, end);
    return end;
  };
  return Math.max(0, ...steps.map(endOf));
}
