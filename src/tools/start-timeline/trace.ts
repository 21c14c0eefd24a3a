import type { SystemCall } from "./system-calls.ts";

/** What takes a stretch of time; times are seconds since the start of the window. */
export type Way = "cpu" | "queue" | "disk" | "dns" | "connect" | "sleep" | "files";

export interface Interval {
  readonly from: number;
  readonly to: number;
}

export interface TracedProcess {
  readonly pid: number;
  readonly from: number;
  program: string;
  command: string;
  to?: number;
  /** As wait(2) has it: a signal below, the code it returned above. */
  status?: number;
  cpuSeconds: number;
}

export interface Dial extends Interval {
  /** `10.0.0.7:5432` */
  readonly peer: string;
  readonly reached: boolean;
}

export interface Lookup extends Interval {
  readonly name: string;
  readonly answered: boolean;
  /** No answer, or one that says that there is none (NXDOMAIN, SERVFAIL). */
  readonly failed: boolean;
}

export interface Wait extends Interval {
  readonly pid: number;
  readonly call: SystemCall;
  readonly sleeps: boolean;
}

export interface OpenedFile {
  readonly path: string;
  readonly found: boolean;
  readonly seconds: number;
}

/** A process that was there at the start of the window, or one that has begun since, each with all that it started in turn. */
export interface Tree {
  /** Of its first process, as the host numbers it. */
  readonly pid: number;
  /** How old it was when the window began. */
  age?: number;
  readonly processes: Map<number, TracedProcess>;
  listens?: number;
  port?: number;
  accepts?: number;
  readonly dials: Dial[];
  readonly lookups: Lookup[];
  readonly waits: Wait[];
  readonly files: OpenedFile[];
  /** Longer ones each, and sums of a tenth of a second, by its number. */
  readonly intervals: { readonly way: Way; readonly from: number; readonly to: number }[];
  readonly sums: { readonly way: Way; readonly bucket: number; readonly seconds: number }[];
  readonly counts: { readonly what: Counted; readonly bucket: number; readonly count: number }[];
}

/** Files opened, of these those that could not be, bytes read. */
export type Counted = "opens" | "missing" | "bytes";

export interface Trace {
  readonly seconds: number;
  readonly trees: ReadonlyMap<number, Tree>;
  /** Lines that bpftrace could not deliver. */
  readonly lost: number;
}

export function newTree(pid: number): Tree {
  return {
    pid,
    processes: new Map(),
    dials: [],
    lookups: [],
    waits: [],
    files: [],
    intervals: [],
    sums: [],
    counts: [],
  };
}
