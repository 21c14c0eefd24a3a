import { type BundleWriter, isDiskFull } from "../bundle/bundle-writer.ts";
import { storeProfiles } from "../bundle/store-facts.ts";
import type { Facts } from "../documents/facts.generated.ts";
import type { Manifest, Reason, StepResult } from "../documents/manifest.generated.ts";
import type { Plan } from "../documents/plan.generated.ts";
import { version } from "../version.ts";
import type { KeptOutcome, StepOutcome } from "./step-context.ts";

/** A result and its facts, in the documents that a bundle has of them. */
export interface KeptPart {
  readonly manifest: Manifest;
  readonly facts: Facts;
}

/** What a run has found so far. It is on disk after each step, so that a run that is killed loses only what was running. */
export class RunRecord {
  readonly #bundle: BundleWriter;
  readonly #plan: Plan;
  readonly #about: Pick<Manifest, "run" | "target">;
  readonly #startedAt = new Date();
  readonly #results = new Map<string, StepResult>();
  readonly #facts: Facts = { schema: "diag/facts/v1", steps: {} };

  constructor(bundle: BundleWriter, plan: Plan, about: Pick<Manifest, "run" | "target">) {
    this.#bundle = bundle;
    this.#plan = plan;
    this.#about = about;
    bundle.putManifest(this.#manifest("running"));
  }

  /** Puts a step's result and facts beside the others'. What the disk has no room for is no result: the step has failed then. */
  keep(step: string, outcome: StepOutcome): KeptOutcome {
    const kept = this.#store(step, outcome);
    this.#results.set(step, kept.result);
    if (Object.keys(kept.facts).length > 0) this.#facts.steps[step] = kept.facts;
    try {
      this.#bundle.putJson("facts.json", this.#facts);
      this.#bundle.putManifest(this.#manifest("running"));
      return kept;
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      const failed: StepResult = { ...kept.result, status: "failed", reason: diskReason("its result", error) };
      this.#results.set(step, failed);
      delete this.#facts.steps[step];
      return { result: failed, facts: {} };
    }
  }

  /** One step's part of what is kept. */
  part(step: string): KeptPart {
    const manifest = this.#manifest("running");
    const { [step]: facts = {} } = this.#facts.steps;
    return {
      manifest: { ...manifest, steps: manifest.steps.filter(({ id }) => id === step), files: {} },
      facts: { ...this.#facts, steps: { [step]: facts } },
    };
  }

  /** On a full disk the bundle stays as the last step left it: it says itself that it was cut off. */
  finish(state: Manifest["state"], more: Pick<Manifest, "reason" | "cost">): Manifest {
    const ends = [...this.#results.values()].map(({ startedAt, durationMs }) =>
      startedAt === undefined ? 0 : Date.parse(startedAt) + durationMs,
    );
    const to = new Date(Math.max(this.#startedAt.getTime(), ...ends)).toISOString();
    const manifest = {
      ...this.#manifest(state),
      ...more,
      window: { from: this.#startedAt.toISOString(), to },
      finishedAt: new Date().toISOString(),
    };
    try {
      return this.#bundle.putManifest(manifest);
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      return { ...manifest, files: {} };
    }
  }

  /** A disk that fills up here costs the profile, not the step's other facts. */
  #store(step: string, { result, facts }: StepOutcome): KeptOutcome {
    try {
      return { result, facts: storeProfiles(step, facts, this.#bundle) };
    } catch (error) {
      const reason = diskReason("its profile", error);
      const others = Object.entries(facts).filter(([, fact]) => fact.kind !== "profile");
      const kept = storeProfiles(step, Object.fromEntries(others), this.#bundle);
      return { result: { ...result, status: "partial", reason }, facts: kept };
    }
  }

  #manifest(state: Manifest["state"]): Omit<Manifest, "files"> {
    return {
      schema: "diag/manifest/v1",
      ...this.#about,
      state,
      diag: version,
      site: "local",
      playbook: this.#plan.playbook,
      startedAt: this.#startedAt.toISOString(),
      steps: this.#plan.steps.flatMap(({ id }) => this.#results.get(id) ?? []),
    };
  }
}

function diskReason(what: string, error: unknown): Reason {
  return {
    code: "disk-full",
    message: `${what} could not be written: ${(error as Error).message}`,
    mend: "Free space, or give --out another disk.",
  };
}
