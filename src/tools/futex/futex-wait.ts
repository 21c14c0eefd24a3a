import type { Bucket } from "../../documents/facts.generated.ts";
import type { FutexKind } from "../off-cpu/wait-reason.ts";

/** Waits of threads of one name at one futex, from one place, added up. */
export interface FutexWait {
  readonly lock: FutexAddress;
  readonly kind: FutexKind;
  /** Among processes: without FUTEX_PRIVATE_FLAG. */
  readonly shared: boolean;
  /** It was to end within a few milliseconds, as waits for CPython's interpreter lock are. */
  readonly short: boolean;
  readonly thread: string;
  /** Leaf first; empty where it cannot be told. */
  readonly user: readonly string[];
  readonly us: number;
  readonly count: number;
  readonly longestUs: number;
}

/** A futex of a process. */
export interface FutexAddress {
  readonly pid: number;
  readonly address: number;
}

/** Wakes by threads of one name at one futex, from one place, added up. */
export interface FutexWake {
  readonly lock: FutexAddress;
  readonly thread: string;
  readonly user: readonly string[];
  /** Calls that woke someone, and whom they woke, in all and at most. */
  readonly wakes: number;
  readonly woken: number;
  readonly most: number;
  /** Of those that had waited for the lock themselves: how long they then had it. */
  readonly heldUs: number;
  readonly releases: number;
}

/** A thread that waiters met as the owner. */
export interface FutexOwner {
  readonly lock: FutexAddress;
  readonly thread: string;
  /** As the host numbers it. */
  readonly tid: number;
  readonly count: number;
}

export interface FutexTimes {
  readonly lock: FutexAddress;
  readonly kind: FutexKind;
  readonly short: boolean;
  readonly buckets: readonly Bucket[];
}

/** Everything that was seen of the target's futexes. */
export interface FutexCalls {
  readonly waits: readonly FutexWait[];
  readonly wakes: readonly FutexWake[];
  readonly owners: readonly FutexOwner[];
  readonly times: readonly FutexTimes[];
  /** Wake-ups from a condition after which the thread did next to nothing before it waited for one again. */
  readonly vain: readonly { readonly lock: FutexAddress; readonly count: number }[];
  readonly seconds: number;
}
