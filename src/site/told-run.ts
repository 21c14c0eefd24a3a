import { type BundleWriter, isDiskFull } from "../bundle/bundle-writer.ts";
import type { Facts } from "../documents/facts.generated.ts";
import type { Manifest } from "../documents/manifest.generated.ts";
import validateFacts from "../documents/validate-facts.generated.js";
import validateManifest from "../documents/validate-manifest.generated.js";
import { DiagError } from "../errors.ts";
import type { KeptPart } from "../runner/run-record.ts";

/** Beside its events a runner tells each result with its facts, so that they are safe here before its bundle comes home. */
export interface ToldPart extends KeptPart {
  readonly kind: "kept";
}

/** A runner does not tell more of one step: the rest waits for the bundle. */
export const maxToldBytes = 1024 ** 2;

/**
 * The results that a runner elsewhere has told, in the bundle here. They outlive its container, and a CLI that is killed
 * leaves a bundle that can be read.
 */
export class ToldRun {
  readonly #bundle: BundleWriter;
  readonly #site: Manifest["site"];
  #manifest: Omit<Manifest, "files"> | undefined;
  #facts: Facts = { schema: "diag/facts/v1", steps: {} };

  constructor(bundle: BundleWriter, site: Manifest["site"]) {
    this.#bundle = bundle;
    this.#site = site;
  }

  /** Takes a document of the runner's log, also one that it has had already; what is no valid part is passed over. */
  add(value: unknown): void {
    if (!isToldPart(value)) return;
    const ids = new Set(value.manifest.steps.map(({ id }) => id));
    const before = (this.#manifest?.steps ?? []).filter(({ id }) => !ids.has(id));
    const { files: _files, ...manifest } = value.manifest;
    this.#manifest = { ...manifest, site: this.#site, steps: [...before, ...manifest.steps] };
    this.#facts = { ...this.#facts, steps: { ...this.#facts.steps, ...value.facts.steps } };
    this.#put(this.#manifest);
  }

  /** Ends a run that was lost with its bundle by what it had told. @returns whether there is anything. */
  endBy(error: unknown): boolean {
    if (this.#manifest === undefined || !(error instanceof DiagError && error.code === "runner-lost")) return false;
    this.#put({ ...this.#manifest, state: "stopped", reason: error.message });
    return true;
  }

  /** On a full disk what is there stays, and says itself that it was cut off. */
  #put(manifest: Omit<Manifest, "files">): void {
    try {
      this.#bundle.putJson("facts.json", this.#facts);
      this.#bundle.putManifest(manifest);
    } catch (error) {
      if (!isDiskFull(error)) throw error;
    }
  }
}

function isToldPart(value: unknown): value is ToldPart {
  if (typeof value !== "object" || value === null) return false;
  const { kind, manifest, facts } = value as Partial<Record<keyof ToldPart, unknown>>;
  return kind === "kept" && validateManifest(manifest) && validateFacts(facts);
}
