import { fileURLToPath } from "node:url";
import { readBundle } from "../../../src/bundle/read-bundle.ts";
import { judgeBundle } from "../../../src/judge/judge-bundle.ts";
import { readPlaybook } from "../../../src/playbook/read-playbook.ts";
import type { Both } from "../../../src/report/comparison/both.ts";
import { compareRuns } from "../../../src/report/comparison/compare-runs.ts";
import type { Comparison } from "../../../src/report/comparison/comparison.ts";
import { readReportInput } from "../../../src/report/read-report-input.ts";
import type { ReportInput } from "../../../src/report/report-input.ts";
import { toolNamed, tools } from "../../../src/tools/registry.ts";

export const playbook = { name: "cpu-hot", version: "1.1.0", title: "Who burns the CPU?" };

/** Folder of a real run of cpu-hot on recordings/shop.c, version 1 or 2, without the raw output. */
export function recordedFolder(side: keyof Both<unknown>): string {
  return fileURLToPath(new URL(`recordings/${side}`, import.meta.url));
}

export async function recordedRun(side: keyof Both<unknown>): Promise<ReportInput> {
  const bundle = readBundle(recordedFolder(side));
  const read = readPlaybook(bundle.playbook ?? new Uint8Array(), "playbook.yaml", tools);
  if (!read.ok) throw new AggregateError(read.errors);
  const findings = judgeBundle(bundle, read.playbook, toolNamed);
  return readReportInput({ ...bundle, findings }, read.playbook.spec.report ?? []);
}

export async function recordedComparison(): Promise<Comparison> {
  return compareRuns({ before: await recordedRun("before"), after: await recordedRun("after") }, playbook);
}
