import { statSync } from "node:fs";
import { join } from "node:path";
import type { Event } from "../documents/event.generated.ts";
import type { Facts } from "../documents/facts.generated.ts";
import type { Findings } from "../documents/findings.generated.ts";
import type { Manifest } from "../documents/manifest.generated.ts";
import type { Plan } from "../documents/plan.generated.ts";
import type { Probe } from "../documents/probe.generated.ts";
import { readDocument } from "../documents/read-document.ts";
import validateEvent from "../documents/validate-event.generated.js";
import validateFacts from "../documents/validate-facts.generated.js";
import validateFindings from "../documents/validate-findings.generated.js";
import validateManifest from "../documents/validate-manifest.generated.js";
import validatePlan from "../documents/validate-plan.generated.js";
import validateProbe from "../documents/validate-probe.generated.js";
import { DiagError } from "../errors.ts";
import { digestBundleFile, readBundleFile } from "./bundle-file.ts";

/** What one run left on disk. Whatever the run did not get to is absent. */
export interface Bundle {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly plan: Plan;
  readonly playbook?: Uint8Array;
  readonly probe?: Probe;
  readonly facts?: Facts;
  readonly findings?: Findings;
  readonly events: readonly Event[];
  /** Files whose content is not what the manifest's digest says, or that are gone. */
  readonly damaged: readonly string[];
}

/**
 * Reads a bundle that anyone may have written or changed: every document is validated and every digest checked.
 *
 * @throws DiagError `bundle-not-found`, `bundle-damaged` (what cannot be done without is missing or invalid)
 *   or `bundle-version`.
 */
export function readBundle(folder: string): Bundle {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new DiagError("bundle-not-found", `${folder} is not a folder`, {
      hint: "Give the folder that `diag run` printed.",
    });
  }
  const optional = (path: string) => readBundleFile(folder, path)?.toString("utf8");

  const manifestText = optional("manifest.json");
  if (manifestText === undefined) {
    throw new DiagError("bundle-not-found", `${folder} holds no manifest.json`, {
      hint: "Give the folder that `diag run` printed.",
    });
  }
  const manifest = readDocument<Manifest>(
    manifestText,
    "diag/manifest/v1",
    validateManifest,
    join(folder, "manifest.json"),
  );
  const planText = required(optional("plan.json"), folder, "plan.json");
  const playbook = readBundleFile(folder, "playbook.yaml");
  const probeText = optional("probe.json");
  const factsText = optional("facts.json");
  const findingsText = optional("findings.json");
  return {
    folder,
    manifest,
    plan: readDocument<Plan>(planText, "diag/plan/v1", validatePlan, join(folder, "plan.json")),
    ...(playbook === undefined ? {} : { playbook }),
    ...(probeText === undefined
      ? {}
      : { probe: readDocument<Probe>(probeText, "diag/probe/v1", validateProbe, join(folder, "probe.json")) }),
    ...(factsText === undefined
      ? {}
      : { facts: readDocument<Facts>(factsText, "diag/facts/v1", validateFacts, join(folder, "facts.json")) }),
    ...(findingsText === undefined
      ? {}
      : {
          findings: readDocument<Findings>(
            findingsText,
            "diag/findings/v1",
            validateFindings,
            join(folder, "findings.json"),
          ),
        }),
    events: readEvents(optional("events.ndjson") ?? ""),
    damaged: damagedFiles(folder, manifest),
  };
}

function required(text: string | undefined, folder: string, path: string): string {
  if (text !== undefined) return text;
  throw new DiagError("bundle-damaged", `${join(folder, path)} is missing`, {
    hint: "Copy the bundle again from where it was made.",
  });
}

/** A run that was killed leaves a last line that is cut off; it and anything invalid is left out. */
function readEvents(text: string): Event[] {
  return text.split("\n").flatMap((line) => {
    try {
      const event: unknown = JSON.parse(line);
      return validateEvent(event) ? [event as Event] : [];
    } catch {
      return [];
    }
  });
}

function damagedFiles(folder: string, manifest: Manifest): string[] {
  return Object.entries(manifest.files)
    .filter(([path, { bytes, sha256 }]) => digestBundleFile(folder, path, bytes) !== sha256)
    .map(([path]) => path);
}
