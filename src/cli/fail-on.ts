import type { Finding, Outcome } from "../documents/findings.generated.ts";
import type { Manifest } from "../documents/manifest.generated.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";

export const failOnLevels = ["info", "warn", "fail", "never"] as const;
export type FailOn = (typeof failOnLevels)[number];

const severity: Record<Outcome, number> = { pass: 0, unknown: 0, error: 0, info: 1, warn: 2, fail: 3 };

/**
 * The exit status of a run that was judged. Being cut short counts before what was found, because what was not
 * seen may be worse; a finding counts before a check that could not be decided.
 */
export function runExitCode(manifest: Manifest, findings: readonly Finding[], failOn: FailOn): ExitCode {
  if (manifest.state === "interrupted") return exitCode.interrupted;
  if (manifest.state !== "complete") return exitCode.incomplete;
  if (failOn !== "never" && findings.some((finding) => severity[finding.outcome] >= severity[failOn]))
    return exitCode.findings;
  return findings.some(({ outcome }) => outcome === "unknown" || outcome === "error")
    ? exitCode.incomplete
    : exitCode.done;
}
