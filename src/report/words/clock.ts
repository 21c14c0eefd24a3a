/** ISO 8601 → `13:36:02`, in UTC. What is no time stays as it is. */
export function clock(iso: string): string {
  return /^\d{4}-\d\d-\d\dT(\d\d:\d\d:\d\d)/.exec(utc(iso))?.[1] ?? iso;
}

/** ISO 8601 → `2026-11-23 13:36:02 UTC`. */
export function dateAndClock(iso: string): string {
  const parts = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)/.exec(utc(iso));
  return parts === null ? iso : `${parts[1]} ${parts[2]} UTC`;
}

function utc(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? "" : new Date(time).toISOString();
}
