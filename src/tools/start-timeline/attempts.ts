import type { Interval } from "./trace.ts";

/** One try to reach something: a connection, a lookup. */
export interface Attempt extends Interval {
  readonly key: string;
  /** What the next try may reach in its place: a port at another address. */
  readonly group: string;
  readonly failed: boolean;
}

/** What was tried, and how long it kept the program. */
export interface Tried extends Interval {
  readonly key: string;
  readonly attempts: number;
  readonly failed: number;
  readonly reached: boolean;
  readonly slowest: number;
  /** From the first try that failed to the one that did not, or to the last; pauses between them are part of it. */
  readonly waited: number;
}

/** By key, that which kept it longest first. */
export function triedOf(attempts: readonly Attempt[]): Tried[] {
  const groups = Map.groupBy(attempts, ({ group }) => group);
  return [...Map.groupBy(attempts, ({ key }) => key)]
    .map(([key, own]): Tried => {
      const order = own.toSorted((a, b) => a.from - b.from);
      const failed = order.filter((one) => one.failed);
      const [first] = failed;
      const slowest = order.reduce((most, { from, to }) => Math.max(most, to - from), 0);
      const counts = { key, attempts: own.length, failed: failed.length, slowest };
      if (first === undefined) {
        const waited = order.reduce((sum, { from, to }) => sum + to - from, 0);
        return { ...counts, reached: true, waited, from: order[0]?.from ?? 0, to: order[0]?.to ?? 0 };
      }
      const reached = (groups.get(first.group) ?? [])
        .filter((one) => !one.failed && one.to >= first.from)
        .toSorted((a, b) => a.to - b.to)[0];
      const to = reached?.to ?? failed.at(-1)?.to ?? first.to;
      return { ...counts, reached: reached !== undefined, waited: to - first.from, from: first.from, to };
    })
    .toSorted((a, b) => b.waited - a.waited);
}
