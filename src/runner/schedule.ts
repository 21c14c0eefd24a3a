import type { PlannedStep } from "../documents/plan.generated.ts";

/**
 * Starts every step as soon as what it needs is done; steps that need nothing start together. Of the steps that
 * hold the same resource (`exclusive`) one runs at a time.
 *
 * @param run Runs one step; must not throw.
 * @param resourceOf The resource that a step holds while it runs, if any.
 */
export async function schedule<T>(
  steps: readonly PlannedStep[],
  resourceOf: (step: PlannedStep) => string | undefined,
  run: (step: PlannedStep, needed: ReadonlyMap<string, T>) => Promise<T>,
): Promise<Map<string, T>> {
  const started = new Map<string, Promise<T>>();
  const lastHolder = new Map<string, Promise<unknown>>();
  for (const step of inOrderOfNeed(steps)) {
    const resource = resourceOf(step);
    const before = resource === undefined ? undefined : lastHolder.get(resource);
    const needs = step.needs.flatMap((id) => (started.has(id) ? [[id, started.get(id) as Promise<T>] as const] : []));
    const running = (async () => {
      await before;
      const needed = new Map<string, T>();
      for (const [id, outcome] of needs) needed.set(id, await outcome);
      return run(step, needed);
    })();
    started.set(step.id, running);
    if (resource !== undefined) lastHolder.set(resource, running);
  }
  const outcomes = new Map<string, T>();
  for (const step of steps) {
    const outcome = await started.get(step.id);
    if (outcome !== undefined) outcomes.set(step.id, outcome);
  }
  return outcomes;
}

/** Each step after the ones it needs. The plan has no cycles: reading the playbook refuses them. */
function inOrderOfNeed(steps: readonly PlannedStep[]): PlannedStep[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const ordered = new Set<PlannedStep>();
  const visit = (step: PlannedStep) => {
    if (ordered.has(step)) return;
    for (const id of step.needs) {
      const needed = byId.get(id);
      if (needed !== undefined) visit(needed);
    }
    ordered.add(step);
  };
  for (const step of steps) visit(step);
  return [...ordered];
}
