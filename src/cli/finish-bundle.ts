import { BundleWriter } from "../bundle/bundle-writer.ts";
import { type Bundle, readBundle } from "../bundle/read-bundle.ts";
import type { Findings } from "../documents/findings.generated.ts";
import { DiagError, DiagErrors } from "../errors.ts";
import { judgeBundle } from "../judge/judge-bundle.ts";
import { readPlaybook } from "../playbook/read-playbook.ts";
import { formats } from "../report/formats.ts";
import { readReportInput } from "../report/read-report-input.ts";
import { buildReport, type Report } from "../report/report-model.ts";
import { toolNamed, tools } from "../tools/registry.ts";

export interface Finished {
  readonly bundle: Bundle;
  readonly findings: Findings;
  readonly report: Report;
}

/**
 * Judges a bundle and renders its report. Everything comes from the bundle itself, so that a report made again is
 * the report that was made.
 *
 * @param write Puts a file of the report where it belongs.
 * @param wanted Names of the formats; all without.
 */
export async function finishBundle(
  folder: string,
  write: (path: string, text: string | Uint8Array) => void,
  wanted: readonly string[] = formats.map(({ name }) => name),
): Promise<Finished> {
  const read = evidenceOf(readBundle(folder));
  if (read.playbook === undefined) {
    throw new DiagError("bundle-damaged", `${folder}/playbook.yaml is missing`, {
      hint: "Copy the bundle again from where it was made.",
    });
  }
  const playbook = readPlaybook(read.playbook, `${folder}/playbook.yaml`, tools);
  if (!playbook.ok) throw new DiagErrors(playbook.errors);
  const findings = judgeBundle(read, playbook.playbook, toolNamed);
  write("findings.json", `${JSON.stringify(findings, null, 1)}\n`);
  const bundle: Bundle = { ...read, findings };
  const report = buildReport(await readReportInput(bundle, playbook.playbook.spec.report ?? []));
  for (const format of formats) {
    if (!wanted.includes(format.name)) continue;
    for (const { path, text } of await format.render(report)) write(path, text);
  }
  return { bundle, findings, report };
}

/** Without what was judged and rendered before, so that a report does not tell of itself. */
function evidenceOf(bundle: Bundle): Bundle {
  const derived = /^(findings\.json|report\.[a-z]+|graphs\/.*)$/;
  const files = Object.entries(bundle.manifest.files).filter(([path]) => !derived.test(path));
  return { ...bundle, manifest: { ...bundle.manifest, files: Object.fromEntries(files) } };
}

/** Judges and renders into the bundle itself, and makes its manifest know the new files. */
export async function finishInPlace(folder: string, wanted?: readonly string[]): Promise<Finished> {
  const { files, ...manifest } = readBundle(folder).manifest;
  const writer = new BundleWriter(folder, files);
  const finished = await finishBundle(folder, (path, text) => writer.put(path, text), wanted);
  writer.putManifest(manifest);
  writer.close();
  return finished;
}
