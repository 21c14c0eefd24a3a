/**
 * What the first process of a tool container does, beside starting the runner: it kills the runner at the deadline,
 * tells how it ended, and keeps the container for a while so that the bundle can be fetched, also after the runner was
 * killed for its memory. When it ends, its engine removes the container: nobody else has to be alive for that.
 *
 * `$1` seconds until the runner is killed, `$2` seconds that the bundle is kept, then the runner's command. SIGINT and
 * SIGTERM are handed on while the runner lives, once (without --foreground timeout would hand them on twice), and end
 * everything after that.
 */
const supervisorScript = `
deadline=$1 keep=$2
shift 2
timeout --foreground -s KILL "$deadline" "$@" &
runner=$!
trap 'kill -s INT "$runner" 2>/dev/null' INT TERM
while wait "$runner"; code=$?; kill -0 "$runner" 2>/dev/null; do :; done
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

/** Seconds that a bundle waits to be fetched. */
export const keepSeconds = 60;

/** `exec` form of the container's command. */
export function supervised(deadlineMs: number, command: readonly string[]): string[] {
  return ["-c", supervisorScript, "diag-supervisor", `${Math.ceil(deadlineMs / 1000)}`, `${keepSeconds}`, ...command];
}
