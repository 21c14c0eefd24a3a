import type { Unit } from "../../documents/facts.generated.ts";
import { formatQuantity } from "../../documents/format-quantity.ts";
import { groupDigits } from "../../documents/group-digits.ts";

/** Units whose prefix does not change from row to row stand in the heading, once. */
const heading: Readonly<Partial<Record<Unit, string>>> = {
  percent: "%",
  "percent-of-core": "% of one core",
  samples: "samples",
  hertz: "Hz",
  "per-second": "per second",
};

export interface NumberColumn {
  readonly heading: string;
  readonly cell: (value: number) => string;
}

/** A column of numbers with their points under one another: three digits for the largest, and as many decimals for all. */
export function numberColumn(name: string, values: readonly number[], unit: Unit | undefined): NumberColumn {
  // A number without a unit is a name more often than a quantity: a port, a thread id.
  if (unit === undefined) return { heading: name, cell: (value) => String(value) };
  const [sign, whole] = [heading[unit], values.every((value) => Number.isInteger(value))];
  if (sign === undefined && !(whole && (unit === "count" || unit === "none"))) {
    return { heading: name, cell: (value) => formatQuantity(value, unit) };
  }
  const most = Math.max(0, ...values.map(Math.abs));
  const decimals = whole || most >= 100 ? 0 : most >= 10 ? 1 : 2;
  return {
    heading: sign === undefined ? name : `${name}, ${sign}`,
    cell: (value) => groupDigits(value, decimals),
  };
}
