import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BundleWriter } from "../../../src/bundle/bundle-writer.ts";
import { readBundle } from "../../../src/bundle/read-bundle.ts";
import type { StepResult } from "../../../src/documents/manifest.generated.ts";
import { dockerSite } from "../../../src/site/docker/docker.ts";
import { Engine as EngineCommand } from "../../../src/site/docker/engine.ts";
import { oneStepPlan } from "../../one-step-plan.ts";
import type { Engine } from "./engine.ts";
import type { TargetContainer } from "./targets.ts";

export interface StepBy {
  readonly step: StepResult;
  /** Numbers and words of the facts, by name. */
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

export interface StepRequest {
  readonly tool: string;
  /** This one alone, whatever the order of the tool's variants; all of them in their order without. */
  readonly variant?: string;
  readonly args: Readonly<Record<string, string | number>>;
  /** Ctrl-C, once. */
  readonly interrupt?: AbortSignal;
}

/** Runs one step over a container from the toolbox. */
export async function stepBy(
  engine: Engine,
  image: string,
  target: Pick<TargetContainer, "id" | "name">,
  { tool, variant, args, interrupt }: StepRequest,
): Promise<StepBy> {
  const plan = oneStepPlan({ tool, args, target: { kind: "container", id: target.id, name: target.name } });
  const folder = mkdtempSync(join(tmpdir(), "diag-step-"));
  try {
    const bundle = new BundleWriter(folder);
    const steps = plan.steps.map((step) =>
      variant === undefined ? step : { ...step, variants: [variant] },
    ) as typeof plan.steps;
    bundle.putJson("plan.json", { ...plan, steps });
    const site = dockerSite({
      engine: new EngineCommand("docker", ["--host", engine.host]),
      image,
      leastPrivilege: false,
    });
    const { gone } = await site.execute(
      { ...plan, steps },
      {
        run: randomUUID(),
        bundle,
        onEvent: () => {},
        onStatus: () => {},
        interrupt: interrupt ?? new AbortController().signal,
      },
    );
    bundle.close();
    await gone;
    const { manifest, facts } = readBundle(folder);
    const [step] = manifest.steps;
    if (step === undefined) throw new Error("no step ran");
    return { step, facts: plain(facts?.steps["only"] ?? {}) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function plain(facts: Readonly<Record<string, { readonly kind: string }>>): StepBy["facts"] {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, fact]) => ("value" in fact ? [[name, fact.value as string | number]] : [])),
  );
}
