import type { ErrorCode } from "../errors.ts";

/** The contract of `diag`'s exit status. 3 and 4 are decided by the findings; see `command/run`. */
export const exitCode = {
  done: 0,
  broken: 1,
  usage: 2,
  findings: 3,
  incomplete: 4,
  unreachable: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

export function exitCodeOf(code: ErrorCode): ExitCode {
  if (code === "internal") return exitCode.broken;
  if (code === "interrupted") return exitCode.interrupted;
  if (code === "bundle-unfetched") return exitCode.unreachable;
  if (code === "target-missing") return exitCode.usage;
  return /^(target|engine|image|runner|node|cluster|pod|run)-/.test(code) ? exitCode.unreachable : exitCode.usage;
}
