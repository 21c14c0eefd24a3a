import type { Unit } from "../documents/facts.generated.ts";

/** A number that never goes without its unit. */
export interface Quantity {
  readonly value: number;
  readonly unit: Unit;
}
