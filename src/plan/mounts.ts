import type { PlannedMount } from "../documents/plan.generated.ts";
import type { FindTool } from "../playbook/playbook-scope.ts";
import type { Requirement } from "../tools/requirement.ts";
import type { StepNeeds } from "./privileges.ts";

type Mount = Omit<PlannedMount, "steps">;

/** Where the host's kernel headers are. */
export const headerFolders: readonly string[] = ["/lib/modules", "/usr/src"];

/** What of the host each requirement needs to see inside a container that shares the host's processes. */
const mountsOfRequirement: Readonly<Partial<Record<Requirement["kind"], readonly Mount[]>>> = {
  headers: [
    { path: "/lib/modules", writable: false, reason: "the kernel's headers, for BCC to compile against" },
    { path: "/usr/src", writable: false, reason: "where /lib/modules/RELEASE/build leads to" },
  ],
  tracefs: [{ path: "/sys/kernel/tracing", writable: false, reason: "the kernel's list of tracepoints" }],
  cgroup: [{ path: "/sys/fs/cgroup", writable: false, reason: "the target's CPU and memory accounting" }],
};

/** Every mount that a candidate variant may use, once, with the steps that ask for it. */
export function mountsOf(steps: readonly StepNeeds[], findTool: FindTool): PlannedMount[] {
  const asked = new Map<string, Mount & { steps: Set<string> }>();
  for (const step of steps) {
    if (step.kind === "command") continue;
    const variants = findTool(step.tool)?.variants.filter(({ name }) => step.variants.includes(name)) ?? [];
    for (const mount of variants
      .flatMap(({ requires }) => requires)
      .flatMap(({ kind }) => mountsOfRequirement[kind] ?? [])) {
      const one = asked.get(mount.path) ?? { ...mount, steps: new Set<string>() };
      one.steps.add(step.id);
      asked.set(mount.path, one);
    }
  }
  return [...asked.values()].map((one) => ({ ...one, steps: [...one.steps] }));
}
