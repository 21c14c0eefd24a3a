import { formatQuantity } from "../../documents/format-quantity.ts";
import type { CostBlock } from "../report.ts";

/** What the run cost the node, beside what the plan expected. */
export function costText({ cpu, share, memory, estimate, basis }: CostBlock): string {
  const of = share === undefined ? "" : `, ${formatQuantity(share.value, share.unit)} over the window`;
  const expected = `expected were ${formatQuantity(estimate.value, estimate.unit)} (${basis.replace(/\.$/, "")})`;
  return `diag and its tools used ${formatQuantity(cpu.value, cpu.unit)} of CPU time${of}; ${expected}. diag itself held ${formatQuantity(memory.value, memory.unit)} at its peak.`;
}
