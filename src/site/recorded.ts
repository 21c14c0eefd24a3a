import { readBundleFile } from "../bundle/bundle-file.ts";
import type { BundleWriter } from "../bundle/bundle-writer.ts";
import type { Bundle } from "../bundle/read-bundle.ts";
import { storeProfiles } from "../bundle/store-facts.ts";
import type { Facts } from "../documents/facts.generated.ts";
import type { Manifest, StepResult } from "../documents/manifest.generated.ts";
import type { PlannedStep } from "../documents/plan.generated.ts";
import { rawPath } from "../runner/collect.ts";
import { parseRaw } from "../tools/raw/parse-raw.ts";
import { toolNamed } from "../tools/registry.ts";
import type { Parsed, RawOutput } from "../tools/tool.ts";

/**
 * Runs a plan over the raw output of a run of before: nothing is started, the parsers of today read what the tools
 * printed then. Steps that gave no output stay as they were.
 *
 * @param bundle Where the new bundle is written; the recording is not changed.
 */
export function replay(recording: Bundle, bundle: BundleWriter): Manifest {
  const facts: Facts = { schema: "diag/facts/v1", steps: {} };
  const steps = recording.manifest.steps.map((result): StepResult => {
    const step = recording.plan.steps.find(({ id }) => id === result.id);
    const parsed = step && parseAgain(step, result, recording, bundle);
    if (parsed === undefined) return result;
    facts.steps[result.id] = storeProfiles(result.id, parsed.facts, bundle);
    return { ...result, notes: [...parsed.notes] };
  });
  if (recording.probe !== undefined) bundle.putJson("probe.json", recording.probe);
  bundle.putJson("facts.json", facts);
  const { files: _files, ...manifest } = recording.manifest;
  return bundle.putManifest({ ...manifest, site: "recorded", steps });
}

function parseAgain(
  step: PlannedStep,
  result: StepResult,
  recording: Bundle,
  bundle: BundleWriter,
): Parsed | undefined {
  if (result.variant === undefined) return undefined;
  const [stdout, stderr] = ["stdout", "stderr"].map((stream) => {
    const path = rawPath(step.id, result.variant ?? "", stream);
    const content = readBundleFile(recording.folder, path);
    if (content !== undefined) bundle.put(path, content);
    return content;
  });
  if (stdout === undefined) return undefined;
  const output: RawOutput = { stdout, stderr: stderr?.toString("utf8") ?? "", partial: result.status === "partial" };
  if (step.kind === "command") return parseRaw(output, step.parse);
  const variant = toolNamed(step.tool)?.variants.find(({ name }) => name === result.variant);
  return variant?.parse(output, {
    args: step.arguments,
    cpus: recording.probe?.cpus ?? 1,
    pids: (recording.manifest.target.processes ?? []).map(({ pid }) => pid),
    elapsedMs: result.durationMs,
  });
}
