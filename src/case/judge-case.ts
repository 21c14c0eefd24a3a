import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BundleWriter } from "../bundle/bundle-writer.ts";
import { readBundle } from "../bundle/read-bundle.ts";
import type { Findings } from "../documents/findings.generated.ts";
import type { Playbook } from "../documents/playbook.generated.ts";
import { judgeBundle } from "../judge/judge-bundle.ts";
import { replay } from "../site/recorded.ts";
import { toolNamed } from "../tools/registry.ts";

/**
 * Reads a recording's raw output with the parsers of today and judges it by a playbook: its own, or another.
 *
 * @param folder A bundle, or a case.
 * @throws DiagError as `readBundle`.
 */
export function judgeRecording(folder: string, playbook: Playbook): Findings {
  const recording = readBundle(folder);
  const work = mkdtempSync(join(tmpdir(), "diag-case-"));
  try {
    const writer = new BundleWriter(work);
    writer.putJson("plan.json", recording.plan);
    replay(recording, writer);
    writer.close();
    return judgeBundle(readBundle(work), playbook, toolNamed);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
