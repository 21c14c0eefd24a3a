import type { Budget } from "../documents/plan.generated.ts";
import type { PlaybookBudget } from "../documents/playbook.generated.ts";
import { parseBytes } from "../playbook/quantity.ts";

/** A core, and memory that any node with a container engine has: more than any tool at its defaults needs. */
const defaults: Budget = { cpuPercentOfCore: 100, memoryBytes: 1024 ** 3, diskBytes: 512 * 1024 ** 2 };

/** What a step may cost, as the playbook says it. */
export function budgetOf(written: PlaybookBudget = {}): Budget {
  return {
    cpuPercentOfCore: written.cpu ?? defaults.cpuPercentOfCore,
    memoryBytes: parseBytes(written.memory ?? "") ?? defaults.memoryBytes,
    diskBytes: parseBytes(written.disk ?? "") ?? defaults.diskBytes,
  };
}
