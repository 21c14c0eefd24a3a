import type { Unit } from "../../../documents/facts.generated.ts";

/** What other formats call the units that diag knows. */
const units: Readonly<Record<string, Unit>> = {
  bytes: "bytes",
  byte: "bytes",
  nanoseconds: "nanoseconds",
  nanosecond: "nanoseconds",
  ns: "nanoseconds",
  microseconds: "microseconds",
  microsecond: "microseconds",
  us: "microseconds",
  milliseconds: "milliseconds",
  millisecond: "milliseconds",
  ms: "milliseconds",
  seconds: "seconds",
  second: "seconds",
  s: "seconds",
  samples: "samples",
  count: "count",
  none: "none",
};

/** A unit of another format; `none` where diag has no such unit. */
export function unitNamed(name: string): Unit {
  return Object.hasOwn(units, name) ? units[name]! : "none";
}

/** Units of weights, as `--unit` takes them. */
export const unitNames: readonly Unit[] = [...new Set(Object.values(units))];
