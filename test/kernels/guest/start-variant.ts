import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BundleWriter } from "../../../src/bundle/bundle-writer.ts";
import type { TargetSpec, ToolStep } from "../../../src/documents/plan.generated.ts";
import type { Probe } from "../../../src/documents/probe.generated.ts";
import { ProcessGuard } from "../../../src/runner/process-guard.ts";
import { resolveTarget } from "../../../src/runner/resolve-target.ts";
import { runTool } from "../../../src/runner/run-tool.ts";
import type { Tool, Variant } from "../../../src/tools/tool.ts";
import { oneStepPlan } from "../../one-step-plan.ts";
import { generousContext } from "../../tools/generous-context.ts";
import { plain } from "../../tools/recording.ts";
import type { Started } from "../record.ts";

/** memleak counts what is left of the first part of its window. */
const windows: Readonly<Record<string, string>> = { memleak: "10s" };
/** A compiler that is emulated takes its time. */
const timeoutMs = 300_000;
/** Of lists, profiles and what a tool says. */
const keptRows = 5;
const keptText = 1_500;

/** Runs one variant by the runner as in a step of its own, also where the probe says that it cannot run: that is what is asked. */
export async function startVariant(tool: Tool, variant: Variant, spec: TargetSpec, probe: Probe): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), "diag-variant-"));
  const bundle = new BundleWriter(folder);
  const startedAt = performance.now();
  try {
    using guard = new ProcessGuard();
    const { node: target } = resolveTarget(spec);
    const context = generousContext({ bundle, guard, probe, target });
    let said = "";
    const unconditional: Variant = {
      ...variant,
      requires: [],
      parse(output, about) {
        said = output.stderr;
        return variant.parse(output, about);
      },
    };
    const step = { ...stepOf(tool, spec), variants: [variant.name] as [string], timeoutMs };
    const { result, facts } = await runTool(step, { ...tool, variants: [unconditional] }, context);
    const ok = result.status === "ok";
    return {
      ok,
      ...(result.reason === undefined ? {} : { reason: result.reason }),
      facts: brief(plain(facts)),
      notes: result.notes.slice(0, keptRows),
      seconds: Math.round((performance.now() - startedAt) / 1000),
      ...(ok ? {} : { said: said.slice(-keptText) }),
    };
  } finally {
    bundle.close();
    rmSync(folder, { recursive: true });
  }
}

/** The step as a playbook would have it, with every argument's default. */
function stepOf({ name, arguments: declared }: Tool, target: TargetSpec): ToolStep {
  const args: Record<string, string> = "duration" in declared ? { duration: windows[name] ?? "2s" } : {};
  const plan = oneStepPlan({ tool: name, args, target, force: true });
  const [step] = plan.steps;
  if (step?.kind !== "tool") throw new Error(`${name} made no step`);
  return step;
}

function brief(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.slice(0, keptRows) : typeof value === "string" ? value.slice(0, 200) : value,
    ]),
  );
}
