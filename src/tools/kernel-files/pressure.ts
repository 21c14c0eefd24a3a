/** One line of a pressure file (Documentation/accounting/psi.rst): `some avg10=0.12 avg60=… avg300=… total=…`. */
export interface Pressure {
  /** Percent of the last ten seconds. */
  readonly avg10: number;
  /** Microseconds since boot, or since the cgroup was made. */
  readonly totalUs: number;
}

export function pressureLine(text: string | undefined, line: "some" | "full"): Pressure | undefined {
  const match = new RegExp(`^${line} avg10=([\\d.]{1,12}) .*total=(\\d{1,19})$`, "m").exec(text ?? "");
  if (match === null) return undefined;
  const avg10 = Number(match[1]);
  return Number.isFinite(avg10) ? { avg10, totalUs: Number(match[2]) } : undefined;
}

/** Percent of the time between two readings in which tasks waited. */
export function pressureShare(first: Pressure, last: Pressure, seconds: number): number {
  if (seconds <= 0) return 0;
  return Math.min(100, Math.max(0, (last.totalUs - first.totalUs) / seconds / 1e4));
}
