import type { RunStarted } from "../../documents/event.generated.ts";
import { formatQuantity } from "../../documents/format-quantity.ts";
import type { Plan } from "../../documents/plan.generated.ts";
import { harmless, inAscii } from "../../report/safe-text/terminal.ts";
import type { Terminal } from "./view.ts";

/** What runs on what, for how long, with which privileges and at which cost: told before it starts. */
export function headerLines(event: RunStarted, plan: Plan, { unicode }: Terminal): string[] {
  const privileges = [...new Set(plan.privileges.map(({ name }) => name.replace(/^CAP_/, "")))];
  const asks = privileges.length === 0 ? "asks for no privilege" : `asks for ${privileges.join(", ")}`;
  const cost = formatQuantity(Math.max(plan.estimate.cpuPercentOfCore, 1), "percent-of-core");
  const lines = [
    `${event.label} · ${plan.playbook.name} ${plan.playbook.version}`,
    `${formatQuantity(plan.windowMs, "milliseconds")} window · ${asks} · costs about ${cost} (see diag plan)`,
  ];
  return lines.map((line) => harmless(line)).map((line) => (unicode ? line : inAscii(line)));
}
