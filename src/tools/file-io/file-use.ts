/** What the target did with one file while it was watched. Times are in nanoseconds. */
export interface FileUse {
  /** Last folder and name: `shop/orders.db`. */
  readonly file: string;
  /** Kind of its file system: `ext4`. */
  readonly fileSystem: string;
  /** Bytes, as it was last read or opened. */
  readonly size: number;
  /** Opened with O_DIRECT: past the page cache. */
  readonly isDirect: boolean;
  /** posix_fadvise(2) calls that drop it from the page cache. */
  readonly drops: number;
  /** Who was seen with it first. */
  readonly process: string;
  readonly pid: number;
  readonly reads: Calls;
  readonly writes: Calls;
  /** Writes to what is open with O_SYNC or O_DSYNC, or on a file system that is mounted so. */
  readonly syncWrites: Calls;
  readonly syncs: Calls;
  readonly opens: Calls;
  /** sendfile(2) from it: read by the kernel, to somewhere else. */
  readonly sends: Calls;
  /** Reads that began at the start of the file, or where the thread's last one of it ended. */
  readonly sequential: number;
  /** Reads and sendfiles of which a part came from storage; `bytes` is what did, what was read ahead included. */
  readonly missed: Calls;
}

export interface Calls {
  readonly count: number;
  readonly bytes: number;
  readonly ns: number;
}

/** Calls to open one path that failed in the same way. */
export interface FailedOpens {
  readonly path: string;
  readonly errno: number;
  readonly count: number;
  readonly ns: number;
}

export interface TracedFiles {
  readonly seconds: number;
  readonly endedEarly: boolean;
  readonly files: readonly FileUse[];
  readonly failed: readonly FailedOpens[];
}

/** Kinds of calls by their number in the script. */
export const callKinds = ["reads", "writes", "syncWrites", "syncs", "opens", "sends"] as const;
export type CallKind = (typeof callKinds)[number];
