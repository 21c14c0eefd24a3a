/** Calls of one kind with one result, added up. */
export interface CallSums {
  readonly call: string;
  /** Name of the errno; empty of those that did not fail. */
  readonly error: string;
  readonly count: number;
  /** From entry to return, waits included. */
  readonly us: number;
  /** Those during which the thread kept its CPU: all of their time is CPU time. */
  readonly quick: number;
  readonly quickUs: number;
  /** Of those, that returned 0: of poll(2) and its kin, nothing was ready. */
  readonly empty: number;
}

/** Where calls come from, of those that were looked at closer: `count` is how many they stand for. */
export interface CallStack {
  readonly call: string;
  readonly error: string;
  readonly thread: string;
  /** Leaf first. */
  readonly user: readonly string[];
  readonly count: number;
}

/** What one call read or wrote of one file, of those that were looked at closer. */
export interface Transfer {
  readonly call: string;
  readonly kind: FileKind;
  /** Last part of its path; of a socket its protocol; empty of a pipe. */
  readonly file: string;
  readonly count: number;
  /** What the program asked for, and what it got. */
  readonly asked: number;
  readonly moved: number;
}

/** By the type of the inode. `event`: eventfd, timerfd, signalfd, inotify, whose reads are small by nature. */
export type FileKind = "file" | "pipe" | "socket" | "device" | "event" | "other";

/** Calls that failed by the path that they were given, of those that were looked at closer. */
export interface MissingPath {
  readonly call: string;
  readonly error: string;
  readonly path: string;
  readonly count: number;
}

/** Calls of clock_gettime(2) by clock, of those that were looked at closer. */
export interface ClockReads {
  readonly clock: string;
  readonly count: number;
}

export interface TracedCalls {
  readonly seconds: number;
  readonly seen: number;
  readonly sums: readonly CallSums[];
  readonly stacks: readonly CallStack[];
  readonly transfers: readonly Transfer[];
  readonly missing: readonly MissingPath[];
  readonly clocks: readonly ClockReads[];
  /** Bytes that each kind of call moved in all. */
  readonly moved: ReadonlyMap<string, number>;
}
