import type { CommandStep, PlannedPrivilege, ToolStep } from "../documents/plan.generated.ts";
import type { FindTool } from "../playbook/playbook-scope.ts";

/** What of a step decides what it needs from the node. */
export type StepNeeds = Pick<ToolStep, "kind" | "id" | "tool" | "variants"> | Pick<CommandStep, "kind" | "id" | "in">;

/** Every capability that a candidate variant may use, once, with the steps that ask for it. */
export function privilegesOf(steps: readonly StepNeeds[], findTool: FindTool): PlannedPrivilege[] {
  const asked = new Map<string, { name: string; reason: string; steps: Set<string> }>();
  for (const step of steps) {
    if (step.kind === "command") {
      if (step.in === "target-netns") {
        ask("CAP_SYS_ADMIN", "enter the target's network namespace", step.id);
        ask("CAP_NET_RAW", "capture packets there", step.id);
        for (const name of ["CAP_SETUID", "CAP_SETGID"]) ask(name, "let tcpdump give up root", step.id);
        ask("CAP_NET_ADMIN", "read its conntrack and netfilter tables", step.id);
      }
      continue;
    }
    for (const variant of findTool(step.tool)?.variants ?? []) {
      if (!step.variants.includes(variant.name)) continue;
      for (const requirement of variant.requires) {
        if (requirement.kind === "capability") ask(`CAP_${requirement.anyOf[0]}`, requirement.reason, step.id);
        if (requirement.kind !== "perf-events") continue;
        ask("CAP_PERFMON", "sample other processes with perf events", step.id);
        ask("CAP_SYSLOG", "name the kernel's functions (/proc/kallsyms)", step.id);
        // setns(2): a mount namespace takes both.
        for (const name of ["CAP_SYS_ADMIN", "CAP_SYS_CHROOT"]) {
          ask(name, "read symbols where the target's files are: in its mount namespace", step.id);
        }
      }
    }
  }
  return [...asked.values()].map((one) => ({ ...one, steps: [...one.steps] }));

  function ask(name: string, reason: string, step: string): void {
    const key = `${name} ${reason}`;
    const one = asked.get(key) ?? { name, reason, steps: new Set<string>() };
    one.steps.add(step);
    asked.set(key, one);
  }
}
