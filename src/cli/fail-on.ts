import type { Finding } from "../documents/findings.generated.ts";
import type { Manifest } from "../documents/manifest.generated.ts";
import { type FailOn, reaches } from "../judge/fail-on.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";

/**
 * The exit status of a run that was judged. Being cut short counts before what was found, because what was not
 * seen may be worse; a finding counts before a check that could not be decided.
 */
export function runExitCode(manifest: Manifest, findings: readonly Finding[], failOn: FailOn): ExitCode {
  if (manifest.state === "interrupted") return exitCode.interrupted;
  if (manifest.state !== "complete") return exitCode.incomplete;
  if (findings.some(({ outcome }) => reaches(outcome, failOn))) return exitCode.findings;
  return findings.some(({ outcome }) => outcome === "unknown" || outcome === "error")
    ? exitCode.incomplete
    : exitCode.done;
}
