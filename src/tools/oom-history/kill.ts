import type { OomReport, OomScope } from "./oom-report.ts";

/** One process that the OOM killer has killed. Bytes. */
export interface Kill {
  /** ISO 8601, to the second. */
  readonly at: string;
  readonly process: string;
  readonly pid: number;
  readonly anonymous: number;
  readonly file: number;
  readonly shared: number;
  readonly scoreAdj: number;
  readonly limited: boolean;
  readonly ofTarget: boolean;
  readonly cgroup: string;
  /** Killed with others of its cgroup, because memory.oom.group asks for that. */
  readonly inGroup: boolean;
  readonly scope?: OomScope;
  /** The cgroup that was full. */
  readonly limitCgroup?: string;
  /** Absent where the log does not hold it. */
  readonly report?: OomReport;
}
