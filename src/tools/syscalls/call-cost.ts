import { besideUs, switchUs } from "./call-fact-declarations.ts";
import type { CallSums } from "./traced-calls.ts";

interface CallCost {
  readonly timeShare: number;
  readonly atMost: number;
}

export type CostOf = (own: readonly CallSums[]) => CallCost;

export function costIn(sums: readonly CallSums[], seconds: number): CostOf {
  const cpuUs = ({ count, quick, quickUs }: Sum) => quickUs + switchUs * (count - quick);
  const total = cpuUs(added(sums));
  return (own) => {
    const sum = added(own);
    return { timeShare: percentOf(cpuUs(sum), total), atMost: (cpuUs(sum) + besideUs * sum.count) / 1e4 / seconds };
  };
}

type Sum = Omit<CallSums, "call" | "error">;

export function added(sums: readonly CallSums[]): Sum {
  const total = { count: 0, us: 0, quick: 0, quickUs: 0, empty: 0 };
  for (const one of sums) {
    total.count += one.count;
    total.us += one.us;
    total.quick += one.quick;
    total.quickUs += one.quickUs;
    total.empty += one.empty;
  }
  return total;
}

export function percentOf(part: number, whole: number): number {
  return whole > 0 ? (100 * part) / whole : 0;
}

export function meanOf(sum: number, count: number): number {
  return count > 0 ? sum / count : 0;
}
