import { BundleWriter } from "../bundle/bundle-writer.ts";
import { type Bundle, readBundle } from "../bundle/read-bundle.ts";
import type { Findings } from "../documents/findings.generated.ts";
import type { Playbook } from "../documents/playbook.generated.ts";
import { DiagError, DiagErrors } from "../errors.ts";
import type { FailOn } from "../judge/fail-on.ts";
import { judgeBundle } from "../judge/judge-bundle.ts";
import { readPlaybook } from "../playbook/read-playbook.ts";
import { defaultFormats, formats } from "../report/formats.ts";
import { readReportInput } from "../report/read-report-input.ts";
import { buildReport, type Report } from "../report/report-model.ts";
import { toolNamed, tools } from "../tools/registry.ts";

export interface Finished {
  readonly bundle: Bundle;
  readonly findings: Findings;
  readonly report: Report;
}

export interface FinishOptions {
  /** Names of formats; the default ones without. */
  readonly format?: readonly string[];
  readonly failOn: FailOn;
  /** The bundle's playbook, where it has been read already. */
  readonly playbook?: Playbook;
}

/**
 * Judges a bundle and renders its report. Everything comes from the bundle itself, so that a report made again is
 * the report that was made.
 *
 * @param write Puts a file of the report where it belongs.
 */
export async function finishBundle(
  found: Bundle,
  write: (path: string, text: string | Uint8Array) => void,
  options: FinishOptions,
): Promise<Finished> {
  const evidence = evidenceOf(found);
  const playbook = options.playbook ?? playbookOf(evidence);
  const findings = judgeBundle(evidence, playbook, toolNamed);
  write("findings.json", `${JSON.stringify(findings, null, 1)}\n`);
  const bundle: Bundle = { ...evidence, findings };
  const report = buildReport(await readReportInput(bundle, playbook.spec.report ?? []));
  const wanted = options.format ?? defaultFormats;
  for (const format of formats) {
    if (!wanted.includes(format.name)) continue;
    for (const { path, text } of await format.render(report, options)) write(path, text);
  }
  return { bundle, findings, report };
}

/** @throws DiagError or DiagErrors where the bundle's playbook is missing or not valid. */
export function playbookOf({ folder, playbook }: Bundle): Playbook {
  if (playbook === undefined) {
    throw new DiagError("bundle-damaged", `${folder}/playbook.yaml is missing`, {
      hint: "Copy the bundle again from where it was made.",
    });
  }
  const read = readPlaybook(playbook, `${folder}/playbook.yaml`, tools);
  if (!read.ok) throw new DiagErrors(read.errors);
  return read.playbook;
}

/** Without what was judged and rendered before, so that a report does not tell of itself. */
function evidenceOf(bundle: Bundle): Bundle {
  const derived = /^(findings\.json|report\.[a-z.]+|graphs\/.*)$/;
  const files = Object.entries(bundle.manifest.files).filter(([path]) => !derived.test(path));
  return { ...bundle, manifest: { ...bundle.manifest, files: Object.fromEntries(files) } };
}

/** Judges and renders into the bundle itself, and makes its manifest know the new files. */
export async function finishInPlace(folder: string, options: FinishOptions): Promise<Finished> {
  const bundle = readBundle(folder);
  const { files, ...manifest } = bundle.manifest;
  const writer = new BundleWriter(folder, files);
  const finished = await finishBundle(bundle, (path, text) => writer.put(path, text), options);
  writer.putManifest(manifest);
  writer.close();
  return finished;
}
