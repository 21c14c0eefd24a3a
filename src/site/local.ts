import { runPlan } from "../runner/run-plan.ts";
import type { Site } from "./site.ts";

/** This machine: the runner works in diag's own process. */
export const local: Site = {
  name: "local",
  async execute(plan, run) {
    await runPlan(plan, run);
    return { gone: Promise.resolve() };
  },
};
