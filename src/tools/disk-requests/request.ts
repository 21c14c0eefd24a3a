import type { Bucket } from "../../documents/facts.generated.ts";

/** `write` is what nobody waits for directly: the kernel writes out page cache. `sync` is a write that somebody waits for. */
export type RequestKind = "read" | "sync" | "write" | "flush" | "other";

/** What one process asked of one disk, added up. */
export interface Requests {
  readonly disk: string;
  readonly pid: number;
  /** Of the thread that asked (comm). */
  readonly name: string;
  readonly kind: RequestKind;
  readonly count: number;
  readonly bytes: number;
  /** Between the request and its hand-over to the device. */
  readonly queuedUs: number;
  /** From there to its end. */
  readonly servedUs: number;
  readonly longestUs: number;
  /** That ended with an error. */
  readonly errors: number;
}

export interface TracedRequests {
  readonly requests: readonly Requests[];
  /** Of the target's reads and synchronous writes. */
  readonly latency: readonly Bucket[];
  /** Of that the time in the device. */
  readonly served: readonly Bucket[];
  readonly seconds: number;
  readonly endedEarly: boolean;
}

export const kinds: readonly RequestKind[] = ["other", "read", "sync", "write", "flush"];

/** After blk_fill_rwbs() of kernel/trace/blktrace.c: `F` flush before, operation, then `F` FUA, `A` read-ahead, `S` synchronous, `M` metadata. */
export function kindOf(rwbs: string): RequestKind {
  if (rwbs.startsWith("R")) return "read";
  if (/^F?W/.test(rwbs)) return /^F|[FS]/.test(rwbs) ? "sync" : "write";
  return rwbs.startsWith("F") ? "flush" : "other";
}

export function isWaitedFor(kind: RequestKind): boolean {
  return kind === "read" || kind === "sync";
}
