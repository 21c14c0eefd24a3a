import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BundleWriter } from "../../../src/bundle/bundle-writer.ts";
import { readBundle } from "../../../src/bundle/read-bundle.ts";
import type { StepResult } from "../../../src/documents/manifest.generated.ts";
import { makePlan } from "../../../src/plan/make-plan.ts";
import { readPlaybook } from "../../../src/playbook/read-playbook.ts";
import { dockerSite } from "../../../src/site/docker/docker.ts";
import { Engine as EngineCommand } from "../../../src/site/docker/engine.ts";
import { toolNamed, tools } from "../../../src/tools/registry.ts";
import type { Engine } from "./engine.ts";
import type { TargetContainer } from "./targets.ts";

export interface ProfileBy {
  readonly step: StepResult;
  /** Numbers and words of the facts, by name. */
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

/** Profiles a container from the toolbox by one variant alone, whatever the order of the tool's variants. */
export async function profileBy(
  engine: Engine,
  image: string,
  target: Pick<TargetContainer, "id" | "name">,
  variant: string,
  args: Readonly<Record<string, string | number>> = {},
): Promise<ProfileBy> {
  const words = Object.entries({ duration: "4s", frequency: 99, ...args }).map(([name, value]) => `${name}: ${value}`);
  const text = Buffer.from(`apiVersion: diag/v1
kind: Playbook
metadata: { name: profile, version: 1.0.0, title: Which function? }
spec:
  targets: [container]
  steps:
    - { id: cpu, tool: profile, with: { ${words.join(", ")} } }
  checks:
    - { id: any, title: Any, info: cpu.samples > 0, message: "\${{ cpu.samples }}" }
`);
  const read = readPlaybook(text, "profile.yaml", tools);
  if (!read.ok) throw new AggregateError(read.errors);
  const plan = makePlan({
    playbook: read.playbook,
    text,
    params: {},
    target: { kind: "container", id: target.id, name: target.name },
    consent: { attach: true, force: false },
    findTool: toolNamed,
  });
  const folder = mkdtempSync(join(tmpdir(), "diag-profile-"));
  try {
    const bundle = new BundleWriter(folder);
    const steps = plan.steps.map((step) => ({ ...step, variants: [variant] }) as typeof step);
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
        interrupt: new AbortController().signal,
      },
    );
    bundle.close();
    await gone;
    const { manifest, facts } = readBundle(folder);
    const [step] = manifest.steps;
    if (step === undefined) throw new Error("no step ran");
    return { step, facts: plain(facts?.steps["cpu"] ?? {}) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function plain(facts: Readonly<Record<string, { readonly kind: string }>>): ProfileBy["facts"] {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, fact]) => ("value" in fact ? [[name, fact.value as string | number]] : [])),
  );
}
