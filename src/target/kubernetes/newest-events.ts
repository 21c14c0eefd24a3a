const most = 100;

/** The newest of them, the latest first. */
export function newestEvents(events: readonly unknown[]): unknown[] {
  return events.toSorted((a, b) => timeOf(b) - timeOf(a)).slice(0, most);
}

interface Timed {
  readonly series?: { readonly lastObservedTime?: unknown } | null;
  readonly lastTimestamp?: unknown;
  readonly eventTime?: unknown;
  readonly metadata?: { readonly creationTimestamp?: unknown };
}

function timeOf(event: unknown): number {
  const { series, lastTimestamp, eventTime, metadata } = event as Timed;
  return Date.parse(String(series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? metadata?.creationTimestamp)) || 0;
}
