/**
 * What the first process of a tool container does, beside starting the runner: it kills the runner at the deadline,
 * tells how it ended, and keeps the container for a while so that the bundle can be fetched, also after the runner was
 * killed for its memory. When it ends, its engine removes the container: nobody else has to be alive for that.
 *
 * `$1` seconds until the runner is killed, `$2` seconds that the bundle is kept, `$3` what is done before the runner's end is
 * told, then the runner's command. SIGINT and SIGTERM are handed on while the runner lives, once (without --foreground
 * timeout would hand them on twice), and end everything after that.
 */
const supervisorScript = `
deadline=$1 keep=$2 finish=$3
shift 3
timeout --foreground -s KILL "$deadline" "$@" &
runner=$!
trap 'kill -s INT "$runner" 2>/dev/null' INT TERM
while wait "$runner"; code=$?; kill -0 "$runner" 2>/dev/null; do :; done
eval "$finish"
sleep "$keep" &
trap 'kill -s KILL "$!"; exit 0' INT TERM
printf '\\n{"kind":"runner-ended","exitCode":%d}\\n' "$code"
wait
`.trim();

/** The supervisor's only line. */
export interface RunnerEnded {
  readonly kind: "runner-ended";
  readonly exitCode: number;
}

export function isRunnerEnded(value: unknown): value is RunnerEnded {
  if (typeof value !== "object" || value === null) return false;
  const { kind, exitCode } = value as Partial<Record<keyof RunnerEnded, unknown>>;
  return kind === "runner-ended" && typeof exitCode === "number";
}

export interface Supervision {
  /** After this, in milliseconds, the runner is killed. */
  readonly deadlineMs: number;
  /** How long a bundle waits to be fetched. */
  readonly keepSeconds: number;
  /** A line of shell that is done between the runner's end and telling of it. */
  readonly finish?: string;
}

/** What follows `/bin/sh` in the container's command. */
export function supervised(
  { deadlineMs, keepSeconds, finish = ":" }: Supervision,
  command: readonly string[],
): string[] {
  const seconds = [Math.ceil(deadlineMs / 1000), keepSeconds].map(String);
  return ["-c", supervisorScript, "diag-supervisor", ...seconds, finish, ...command];
}
