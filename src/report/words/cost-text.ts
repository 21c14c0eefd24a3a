import { formatQuantity } from "../../documents/format-quantity.ts";
import type { Quantity } from "../quantity.ts";
import type { CostBlock } from "../report.ts";

/** What the run cost the node, and what of it was whose, beside what the plan expected. */
export function costText({ cpu, share, parts, memory, estimate, basis }: CostBlock): string {
  const divided = parts === undefined ? "" : `: its tools ${text(parts.tools)}, diag itself ${text(parts.runner)}`;
  const found = parts?.toolsShare === undefined ? "" : `, and the tools took ${text(parts.toolsShare)}`;
  return [
    `diag and its tools used ${text(cpu)} of CPU time${share === undefined ? "" : `, ${text(share)} over the window`}${divided}.`,
    `Expected were ${text(estimate)} (${basis.replace(/\.$/, "")})${found}.`,
    `diag itself held ${text(memory)} at its peak.`,
  ].join(" ");
}

function text({ value, unit }: Quantity): string {
  return formatQuantity(value, unit);
}
