import type { Plan, PlannedStep } from "../../src/documents/plan.generated.ts";

/** A command that prints its own name. */
export function commandStep(id: string, needs: readonly string[] = []): PlannedStep {
  const times = { onError: "continue", windowMs: 0, timeoutMs: 10_000, maxOutputBytes: 1024 } as const;
  return { kind: "command", id, argv: ["echo", id], parse: { as: "text" }, needs: [...needs], ...times };
}

export function planOf(steps: Plan["steps"]): Plan {
  return {
    schema: "diag/plan/v1",
    playbook: { name: "p", version: "1.0.0", title: "P?", digest: `sha256:${"0".repeat(64)}` },
    params: {},
    target: { kind: "host" },
    steps,
    privileges: [],
    mounts: [],
    consent: { attach: false, force: true },
    budget: { cpuPercentOfCore: 100, memoryBytes: 1024 ** 3, diskBytes: 1024 ** 2 },
    estimate: { cpuPercentOfCore: 0, basis: "none" },
    windowMs: 0,
    deadlineMs: 30_000,
  };
}
