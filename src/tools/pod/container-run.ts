import { listOf, numberOf, part, textOf, timeOf } from "../cluster-snapshot/json.ts";

/** How a container runs, and how it ended last. */
export interface ContainerRun {
  readonly restarts: number;
  readonly ready: boolean;
  readonly waitingReason?: string;
  readonly last?: Termination;
}

export interface Termination {
  readonly reason?: string;
  readonly exitCode?: number;
  /** Seconds. */
  readonly since?: number;
  readonly lasted?: number;
}

export function readContainerRun(pod: unknown, container: string, now: number): ContainerRun {
  const status = ["containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses"]
    .flatMap((list) => listOf(part(pod, "status", list)))
    .find((one) => part(one, "name") === container);
  const waitingReason = textOf(part(status, "state", "waiting", "reason"));
  const ended = part(status, "state", "terminated") ?? part(status, "lastState", "terminated");
  return {
    restarts: numberOf(part(status, "restartCount")) ?? 0,
    ready: part(status, "ready") === true,
    ...(waitingReason === undefined ? {} : { waitingReason }),
    ...(ended === undefined ? {} : { last: termination(ended, now) }),
  };
}

function termination(ended: unknown, now: number): Termination {
  const [reason, exitCode] = [textOf(part(ended, "reason")), numberOf(part(ended, "exitCode"))];
  const [from, to] = [timeOf(part(ended, "startedAt")), timeOf(part(ended, "finishedAt"))];
  return {
    ...(reason === undefined ? {} : { reason }),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(to === undefined ? {} : { since: Math.max(0, (now - to) / 1000) }),
    ...(from === undefined || to === undefined ? {} : { lasted: Math.max(0, (to - from) / 1000) }),
  };
}
