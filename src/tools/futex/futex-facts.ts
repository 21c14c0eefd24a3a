import type { Bucket } from "../../documents/facts.generated.ts";
import { number, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { quantileBucket } from "../histogram/quantile.ts";
import { waitPath, waitSite } from "../off-cpu/wait-site.ts";
import { StackCounter } from "../stacks/stack-counter.ts";
import type { FutexCalls } from "./futex-wait.ts";
import { isLock, type WatchedFutex, watchedFutexes } from "./watched-futex.ts";

const shown = 20;
const shownNames = 4;

const mean = "threads that wait so on average, in percent: 100 is one thread all the time";

const place = {
  futex: { kind: "string", description: "Its address in the process." },
  site: {
    kind: "string",
    description: "Function of the program that waits for it longest; empty where that cannot be told.",
  },
  path: { kind: "string", description: "It and its callers, as far as the stack tells." },
  waiters: { kind: "string", description: `Names of threads that waited, at most ${shownNames}.` },
  threads: { kind: "number", unit: "percent-of-core", description: `Waits: ${mean}.` },
  count: { kind: "number", unit: "count", description: "Waits." },
  mean: { kind: "number", unit: "microseconds", description: "A wait on average." },
  longest: { kind: "number", unit: "microseconds", description: "The longest." },
} as const;

export const futexDeclarations = {
  stacks: {
    kind: "profile",
    unit: "microseconds",
    description: "Time that threads spent waiting for locks and for an interpreter's lock, by stack of who waits.",
  },
  watched: { kind: "number", unit: "seconds", description: "How long it was watched." },
  waiting: { kind: "number", unit: "percent-of-core", description: `Waits for mutexes and read-write locks: ${mean}.` },
  interpreter: {
    kind: "number",
    unit: "percent-of-core",
    description: `Waits on a condition that are to end within 6 ms, as CPython's for its interpreter lock (sys.getswitchinterval): ${mean}.`,
  },
  condition: {
    kind: "number",
    unit: "percent-of-core",
    description: `Other waits, on condition variables and semaphores, as of who has nothing to do: ${mean}.`,
  },
  waitsPerSecond: { kind: "number", unit: "per-second", description: "Waits for mutexes and read-write locks." },
  times: {
    kind: "histogram",
    unit: "microseconds",
    description:
      "Waits for mutexes, read-write locks and an interpreter's lock by how long they took; empty where waits are sampled.",
  },
  locks: {
    kind: "table",
    description: `The ${shown} mutexes and read-write locks that threads waited for longest in all.`,
    columns: {
      ...place,
      kind: { kind: "string", description: "mutex, rwlock." },
      shared: { kind: "boolean", description: "Among processes (no FUTEX_PRIVATE_FLAG)." },
      p99: {
        kind: "number",
        unit: "microseconds",
        description: "99 of 100 waits took less; the longest where that is not known.",
      },
      holder: {
        kind: "string",
        description:
          "Thread that waiters met most often as the owner, else that gave the lock up most often; empty where neither is known.",
      },
      owned: {
        kind: "number",
        unit: "percent",
        description:
          "Share of the waits that found the owner's thread in the lock's own memory; 0 where the lock does not tell.",
      },
      holderSite: { kind: "string", description: "Function that gave the lock up to a waiter most often." },
      holderPath: { kind: "string", description: "It and its callers." },
      held: {
        kind: "number",
        unit: "microseconds",
        description: "How long one that had waited for it then had it on average; 0 where that was not seen.",
      },
    },
  },
  conditions: {
    kind: "table",
    description: `The ${shown} condition variables, semaphores and the like that most threads were woken from, or waited for longest.`,
    columns: {
      ...place,
      wakes: { kind: "number", unit: "per-second", description: "Calls that woke someone." },
      woken: { kind: "number", unit: "count", description: "Threads that such a call woke on average." },
      most: { kind: "number", unit: "count", description: "Threads that one call woke at most." },
      vain: {
        kind: "number",
        unit: "percent",
        description:
          "Of those woken, who waited for a condition again after less than 0.1 ms of anything but waiting for a lock.",
      },
      wakerSite: { kind: "string", description: "Function that woke most of them." },
      wakerPath: { kind: "string", description: "It and its callers." },
    },
  },
} as const satisfies Record<string, FactDeclaration>;

export function futexFacts(calls: FutexCalls): Partial<Record<keyof typeof futexDeclarations, ParsedFact>> {
  const { seconds } = calls;
  const rate = (us: number) => (seconds > 0 ? us / 1e4 / seconds : 0);
  const futexes = watchedFutexes(calls);
  const locks = futexes.filter(isLock).toSorted((a, b) => b.us - a.us);
  const conditions = futexes.filter((one) => !isLock(one)).toSorted((a, b) => b.woken - a.woken || b.us - a.us);
  const stacks = new StackCounter();
  for (const wait of calls.waits)
    if (isLock(wait) || wait.short) stacks.add(wait.thread, wait.user.toReversed(), Math.round(wait.us));
  const total = (list: readonly { readonly us: number }[]) =>
    number(rate(list.reduce((sum, { us }) => sum + us, 0)), "percent-of-core");
  const isOther = (short: boolean) => calls.waits.filter((wait) => !isLock(wait) && wait.short === short);
  const placeOf = (futex: WatchedFutex) => [
    `0x${futex.lock.address.toString(16)}`,
    waitSite(futex.worst.user),
    waitPath(futex.worst.user),
    [...futex.waiters].slice(0, shownNames).join(", "),
    rate(futex.us),
    futex.count,
    futex.count > 0 ? futex.us / futex.count : 0,
    futex.longestUs,
  ];
  return {
    stacks: { kind: "profile", unit: "microseconds", folded: stacks.folded },
    watched: number(seconds, "seconds"),
    waiting: total(locks),
    interpreter: total(isOther(true)),
    condition: total(isOther(false)),
    waitsPerSecond: number(seconds > 0 ? locks.reduce((sum, { count }) => sum + count, 0) / seconds : 0, "per-second"),
    times: {
      kind: "histogram",
      unit: "microseconds",
      buckets: addedUp(calls.times.filter((one) => isLock(one) || one.short).map(({ buckets }) => buckets)),
    },
    locks: table(
      futexDeclarations.locks,
      locks
        .slice(0, shown)
        .map((lock) => [
          ...placeOf(lock),
          lock.kind,
          lock.worst.shared,
          quantileBucket(lock.buckets, 0.99)?.high ?? lock.longestUs,
          lock.owner?.thread ?? lock.waker?.thread ?? "",
          lock.count > 0 ? Math.min(100, (100 * lock.owned) / lock.count) : 0,
          waitSite(lock.waker?.user ?? []),
          waitPath(lock.waker?.user ?? []),
          lock.releases > 0 ? lock.heldUs / lock.releases : 0,
        ]),
    ),
    conditions: table(
      futexDeclarations.conditions,
      conditions
        .slice(0, shown)
        .map((condition) => [
          ...placeOf(condition),
          seconds > 0 ? condition.wakes / seconds : 0,
          condition.wakes > 0 ? condition.woken / condition.wakes : 0,
          condition.most,
          condition.woken > 0 ? Math.min(100, (100 * condition.vain) / condition.woken) : 0,
          waitSite(condition.waker?.user ?? []),
          waitPath(condition.waker?.user ?? []),
        ]),
    ),
  };
}

function addedUp(histograms: readonly (readonly Bucket[])[]): Bucket[] {
  const sums = new Map<number, Bucket>();
  for (const { low, high, count } of histograms.flat())
    sums.set(low, { low, high, count: (sums.get(low)?.count ?? 0) + count });
  return [...sums.values()].toSorted((a, b) => a.low - b.low);
}
