import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BundleWriter } from "../../src/bundle/bundle-writer.ts";
import { readBundle } from "../../src/bundle/read-bundle.ts";
import { judgeBundle } from "../../src/judge/judge-bundle.ts";
import { readReportInput } from "../../src/report/read-report-input.ts";
import type { ReportInput } from "../../src/report/report-input.ts";
import { replay } from "../../src/site/recorded.ts";
import { toolNamed } from "../../src/tools/registry.ts";
import { cases, playbookNamed } from "../playbooks/cases.ts";

/** What a case's report is made from, read and judged again as `diag playbook test` does. */
export async function recordedInput(playbookName: string, caseName: string): Promise<ReportInput> {
  const recorded = cases.find(({ playbook, name }) => playbook === playbookName && name === caseName);
  if (recorded === undefined) throw new Error(`${playbookName} has no case ${caseName}`);
  const recording = readBundle(recorded.folder);
  const playbook = playbookNamed(playbookName);
  const folder = mkdtempSync(join(tmpdir(), "diag-test-"));
  try {
    const writer = new BundleWriter(folder);
    writer.putJson("plan.json", recording.plan);
    replay(recording, writer);
    writer.close();
    const bundle = readBundle(folder);
    const findings = judgeBundle(bundle, playbook, toolNamed);
    return await readReportInput({ ...bundle, findings }, playbook.spec.report ?? []);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
