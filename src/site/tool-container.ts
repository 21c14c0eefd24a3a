import type { Budget, Plan } from "../documents/plan.generated.ts";

/** What of a plan decides how its tool container is made, on whatever runs containers. */
export type Contained = Pick<Plan, "steps" | "privileges" | "mounts" | "budget">;

/** Beyond the steps' own memory: the runner, and pages of files that tools read. */
const runnerMemoryBytes = 512 * 1024 ** 2;

/** What the whole container may use. */
export function containerResources({ memoryBytes, cpuPercentOfCore }: Budget) {
  return {
    memoryBytes: memoryBytes + runnerMemoryBytes,
    /** All tools together use at most twice what one step may. */
    cpuPercentOfCore: 2 * cpuPercentOfCore,
  };
}

/**
 * Capabilities without `CAP_` → why. Reading another process's maps, root and exe takes SYS_PTRACE, and files of another
 * user DAC_READ_SEARCH (proc(5), ptrace(2)).
 */
export function leastCapabilities({ privileges }: Pick<Plan, "privileges">): Map<string, string[]> {
  const asked = new Map<string, string[]>([
    ["SYS_PTRACE", ["look into the target's /proc entries and files"]],
    ["DAC_READ_SEARCH", ["read its programs whoever owns them"]],
  ]);
  for (const { name, reason, steps } of privileges) {
    const short = name.replace(/^CAP_/, "");
    asked.set(short, [...(asked.get(short) ?? []), `${reason} (${steps.join(", ")})`]);
  }
  return asked;
}
