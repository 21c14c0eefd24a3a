import type { Bucket } from "../../documents/facts.generated.ts";

/** What threads of one name spent on one kind of call, for one file, at one place of the program. */
export interface SyncCalls {
  readonly call: SyncCallName;
  readonly pid: number;
  /** Thread name (comm). */
  readonly thread: string;
  /** `folder/name`, or `descriptor 7` where the name cannot be read; empty of a call without one. */
  readonly file: string;
  /** Of the file system: `ext4`; empty where it is not known. */
  readonly fileSystem: string;
  /** Device number of the file system; empty where it is not known. */
  readonly device: string;
  /** Frames of the program, leaf first. */
  readonly user: readonly string[];
  readonly us: number;
  readonly count: number;
  readonly longestUs: number;
}

export interface TracedSyncs {
  readonly calls: readonly SyncCalls[];
  readonly latency: readonly Bucket[];
  readonly seconds: number;
  /** Device number → name. */
  readonly disks: ReadonlyMap<string, string>;
}

/** System calls that return when data is on the disk; those of the first list name a file. */
export const onFiles = ["fsync", "fdatasync", "sync_file_range", "syncfs"] as const;
export const onAll = ["msync", "sync"] as const;
export const syncCalls = [...onFiles, ...onAll];
export type SyncCallName = (typeof syncCalls)[number];
