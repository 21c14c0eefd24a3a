import { setTimeout as sleep } from "node:timers/promises";

/** Readings take at most this part of a CPU, so that what is large to read is read less often. */
const mostBusy = 1 / 20;
/** A program that a reading starts takes about as much as reading what it prints: ss with 100 to 20,000 sockets. */
const withPrograms = 2;

/**
 * Reads at the start, then every `intervalMs` or as seldom as the cost of a reading asks, and at the end of the window. A SIGINT ends
 * the window: what is done after it still adds up.
 *
 * @returns how long it watched, in seconds.
 */
export async function takeReadings(
  seconds: number,
  intervalMs: number,
  read: (at: number) => Promise<void> | void,
): Promise<number> {
  const interrupted = new AbortController();
  process.on("SIGINT", () => interrupted.abort());
  const start = performance.now();
  const end = start + seconds * 1000;
  // Of the last two readings the cheaper: the first loads programs. CPU time, not time: waiting for a CPU costs nobody anything.
  let cost = 0;
  for (;;) {
    const before = cost;
    const begun = performance.now();
    const cpu = process.cpuUsage();
    await read(Math.round(begun - start) / 1000);
    const done = performance.now();
    if (begun >= end || interrupted.signal.aborted) return (begun - start) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    cost = (withPrograms * (user + system)) / 1000;
    const due = Math.min(end, begun + Math.max(intervalMs, Math.min(before, cost) / mostBusy));
    await sleep(Math.max(0, due - done), undefined, { signal: interrupted.signal }).catch(() => {});
  }
}
