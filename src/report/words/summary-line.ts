import { formatQuantity } from "../../documents/format-quantity.ts";
import type { Summary } from "../report.ts";
import { clock } from "./clock.ts";

export interface SummaryPart {
  readonly text: string;
  /** What the part counts, where a page can lead there. */
  readonly about?: "findings" | "unknown" | "passed" | "cost";
}

/** `2 findings · 7 passed · 1 unknown · window 13:36:02–13:37:02 UTC · cost 3.1 % of one core (tools 2 %)`, in its parts. */
export function summaryParts({ tally, window, cost, toolsCost }: Summary): SummaryPart[] {
  const found = tally.fail + tally.warn + tally.info + tally.error;
  const all = found + tally.pass + tally.unknown;
  const tools = toolsCost === undefined ? "" : ` (tools ${formatQuantity(toolsCost.value, "percent")})`;
  return [
    ...(all === 0
      ? [{ text: "not judged" }]
      : [{ text: `${found} ${found === 1 ? "finding" : "findings"}`, about: "findings" as const }]),
    ...(all === 0 ? [] : [{ text: `${tally.pass} passed`, about: "passed" as const }]),
    ...(tally.unknown === 0 ? [] : [{ text: `${tally.unknown} unknown`, about: "unknown" as const }]),
    ...(window === undefined ? [] : [{ text: `window ${clock(window.from)}–${clock(window.to)} UTC` }]),
    ...(cost === undefined
      ? []
      : [{ text: `cost ${formatQuantity(cost.value, cost.unit)}${tools}`, about: "cost" as const }]),
  ];
}
