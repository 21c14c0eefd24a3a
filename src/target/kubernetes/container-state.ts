import type { V1ContainerStatus, V1Pod } from "./api-types.ts";
import { redact } from "./redact.ts";

/** Every container of a pod: init, ephemeral and sidecar containers among them. */
export function containerStatuses({ status }: V1Pod): readonly V1ContainerStatus[] {
  return [
    ...(status?.containerStatuses ?? []),
    ...(status?.initContainerStatuses ?? []),
    ...(status?.ephemeralContainerStatuses ?? []),
  ];
}

/**
 * Why a container does not run, and how it ended last, as a clause: "it waits (CrashLoopBackOff); it was OOM-killed with exit
 * code 137 after 14 s, and has restarted 5 times".
 */
export function notRunning({ state, lastState, restartCount }: V1ContainerStatus): string {
  const { waiting, terminated } = state ?? {};
  const last = terminated ?? lastState?.terminated;
  // Of one that has run, its last end tells more.
  const why = waiting?.message && last === undefined ? `: ${redact(waiting.message)}` : "";
  const clauses = [
    ...(waiting ? [`it waits (${waiting.reason ?? "no reason told"}${why})`] : []),
    ...(last
      ? [
          `${terminated ? "it ended" : "its last run ended"} ${last.reason === "OOMKilled" ? "OOM-killed " : last.reason ? `(${last.reason}) ` : ""}with exit code ${last.exitCode}${lasted(last.startedAt, last.finishedAt)}`,
        ]
      : []),
    ...(restartCount > 0 ? [`it has restarted ${restartCount === 1 ? "once" : `${restartCount} times`}`] : []),
  ];
  return clauses.join("; ") || "it has not started yet";
}

function lasted(from: Date | string | undefined, to: Date | string | undefined): string {
  const seconds = (Date.parse(String(to)) - Date.parse(String(from))) / 1000;
  return Number.isFinite(seconds) ? ` after ${Math.round(seconds)} s` : "";
}
