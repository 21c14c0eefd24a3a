import type { RunRefused } from "../documents/event.generated.ts";
import type { Manifest } from "../documents/manifest.generated.ts";
import { DiagError, type ErrorCode, errorCodes } from "../errors.ts";
import type { RunnerEnd } from "./follow-runner.ts";

/** What a manifest says of a runner that did not come to its end. */
export function stateOf(manifest: Manifest, { exitCode }: RunnerEnd): Partial<Pick<Manifest, "state" | "reason">> {
  if (manifest.state !== "running") return {};
  const why =
    exitCode === 137
      ? "it was killed: its deadline, or the memory limit of its container"
      : exitCode === undefined
        ? "its container ended"
        : `it ended with ${exitCode}`;
  return { state: "stopped", reason: `the runner did not come to its end: ${why}` };
}

/** The runner's own error, as the CLI tells it. */
export function refusal({ code, message, hint }: RunRefused): DiagError {
  const known = errorCodes.find((one): one is ErrorCode => one === code) ?? "runner-lost";
  return new DiagError(known, message, hint === undefined ? {} : { hint });
}

/** @param where Where the runner's host logs what it does: "the engine's log". */
export function lost(what: string, { stderr }: RunnerEnd, where = "the engine's log"): DiagError {
  const said = stderr.trim().split("\n").at(-1)?.slice(0, 300);
  return new DiagError("runner-lost", said ? `${what}; its last words: ${said}` : what, {
    hint: `Run it again; if it happens again, look at ${where}. \`diag cleanup\` removes what may be left.`,
  });
}
