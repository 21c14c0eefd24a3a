import { runPlan } from "../runner/run-plan.ts";
import type { Site } from "./site.ts";

/** This machine: the runner works in diag's own process. */
export const local: Site = { name: "local", execute: runPlan };
