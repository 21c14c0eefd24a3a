/** A thread that is in uninterruptible sleep (`D`), or a process that is a zombie (`Z`), at one reading. */
export interface OddTask {
  readonly state: "D" | "Z";
  readonly tid: number;
  readonly pid: number;
  readonly name: string;
  readonly parent: number;
  /** Clock ticks between boot and its start: with the id it names a task for good. */
  readonly startTicks: number;
  /** Context switches so far: as many as before means that it has not run in between. Of threads that sleep. */
  readonly switches?: number;
  /** The kernel function in which it sleeps; `0` where that may not be told. */
  readonly wchan?: string;
}

/** A line of `diag helper stuck-tasks`. */
export interface TaskReading {
  readonly kind: "reading";
  readonly at: number;
  readonly threads: number;
  /** All that there were: of many not each is told. */
  readonly sleeping: number;
  readonly zombies: number;
  readonly tasks: readonly OddTask[];
}

/** What is known of a process that a task of the last reading belongs to, or that is a zombie's parent. */
export interface TaskProcess {
  readonly kind: "process";
  readonly pid: number;
  readonly name: string;
  readonly container?: string;
}

/** Of one kind told in a reading. More are one and the same trouble. */
export const mostTold = 1_000;
