/** Processes of one program that began and ended while it was watched. */
export interface EndedProcesses {
  /** Name (comm) as they ended. */
  readonly program: string;
  /** Name of who forked them. */
  readonly parent: string;
  /** Of `Origin`. */
  readonly origin: number;
  /** They never called execve(2): a subshell, a worker. */
  readonly forkOnly: boolean;
  readonly count: number;
  readonly cpuUs: number;
  readonly lifeUs: number;
  /** Ended by a signal, or with 126 or 127, by which shells say that a program could not be started. */
  readonly broken: number;
}

/** Processes of one program that were seen to have begun, by looking. */
export interface SeenProcesses extends Pick<EndedProcesses, "program" | "parent" | "count" | "cpuUs"> {}

/** A process that was there before, and began them itself or by others that it began. */
export interface Origin {
  /** As the host numbers it; `outsidePid` where they came into the container from outside of it. */
  readonly pid: number;
  readonly name: string;
  /** Second of the window → processes that began in it. */
  readonly starts: ReadonlyMap<number, number>;
}

/** No pid is as high (PID_MAX_LIMIT of include/linux/threads.h is 2²²). */
export const outsidePid = 2 ** 32 - 1;

/** What starts up and ends within this much CPU time does little but start: execve(2), the dynamic linker, an interpreter's start. */
export const briefCpuUs = 50_000;
