import type { Bucket } from "../../documents/facts.generated.ts";
import type { FutexKind } from "../off-cpu/wait-reason.ts";
import type { FutexAddress, FutexCalls, FutexOwner, FutexWait, FutexWake } from "./futex-wait.ts";

/** All that was seen of one futex that somebody waited for. */
export interface WatchedFutex {
  readonly lock: FutexAddress;
  readonly kind: FutexKind;
  /** Where it was waited for longest. */
  worst: FutexWait;
  readonly waiters: Set<string>;
  us: number;
  count: number;
  longestUs: number;
  readonly buckets: Bucket[];
  /** Who woke most. */
  waker?: FutexWake;
  wakes: number;
  woken: number;
  most: number;
  heldUs: number;
  releases: number;
  /** Whom most waiters met, and how many met anyone. */
  owner?: FutexOwner;
  owned: number;
  vain: number;
}

export function isLock({ kind }: { readonly kind: FutexKind }): boolean {
  return kind === "mutex" || kind === "rwlock";
}

export function watchedFutexes({ waits, wakes, owners, times, vain }: FutexCalls): WatchedFutex[] {
  const futexes = new Map<string, WatchedFutex>();
  for (const wait of waits) {
    const key = keyOf(wait.lock, isLock(wait));
    const known = futexes.get(key) ?? newFutex(wait);
    futexes.set(key, known);
    if (wait.us > known.worst.us) known.worst = wait;
    known.waiters.add(wait.thread);
    known.us += wait.us;
    known.count += wait.count;
    known.longestUs = Math.max(known.longestUs, wait.longestUs);
  }
  const at = (lock: FutexAddress) => futexes.get(keyOf(lock, true)) ?? futexes.get(keyOf(lock, false));
  for (const one of times) futexes.get(keyOf(one.lock, isLock(one)))?.buckets.push(...one.buckets);
  for (const wake of wakes) {
    const futex = at(wake.lock);
    if (futex === undefined) continue;
    if (wake.woken > (futex.waker?.woken ?? 0)) futex.waker = wake;
    futex.wakes += wake.wakes;
    futex.woken += wake.woken;
    futex.most = Math.max(futex.most, wake.most);
    futex.heldUs += wake.heldUs;
    futex.releases += wake.releases;
  }
  for (const owner of owners) {
    const futex = at(owner.lock);
    if (futex === undefined) continue;
    if (owner.count > (futex.owner?.count ?? 0)) futex.owner = owner;
    futex.owned += owner.count;
  }
  for (const { lock, count } of vain) {
    const futex = futexes.get(keyOf(lock, false));
    if (futex !== undefined) futex.vain += count;
  }
  return [...futexes.values()];
}

/** A condition variable of glibc has two words side by side, and its waiters take turns (`__g_signals`, aligned to 8 bytes). */
function keyOf({ pid, address }: FutexAddress, lock: boolean): string {
  return lock ? `${pid}:${address}` : `${pid}:${address - (address % 8)}:condition`;
}

function newFutex(wait: FutexWait): WatchedFutex {
  return {
    lock: wait.lock,
    kind: wait.kind,
    worst: wait,
    waiters: new Set(),
    buckets: [],
    ...{ us: 0, count: 0, longestUs: 0, wakes: 0, woken: 0, most: 0, heldUs: 0, releases: 0, owned: 0, vain: 0 },
  };
}
