import type { Facts } from "../documents/facts.generated.ts";
import type { Findings } from "../documents/findings.generated.ts";
import type { Manifest } from "../documents/manifest.generated.ts";
import type { Plan } from "../documents/plan.generated.ts";
import type { Section } from "../documents/playbook.generated.ts";
import type { Probe } from "../documents/probe.generated.ts";
import type { StackTree } from "./flamegraph/stack-tree.ts";

/** What the report is made from: a bundle in memory. What the run did not get to is absent. */
export interface ReportInput {
  readonly manifest: Manifest;
  readonly plan: Plan;
  readonly facts?: Facts;
  readonly findings?: Findings;
  readonly probe?: Probe;
  /** What the playbook wants shown, in its order. */
  readonly playbookSections: readonly Section[];
  /** Path in the bundle (as a profile fact's `file` names it) → its stacks. */
  readonly stacks: ReadonlyMap<string, StackTree>;
  readonly rawOutput: readonly RawOutput[];
  /** Files of the bundle whose content is not what the manifest says. */
  readonly damaged?: readonly string[];
}

/** What a step's tool printed. */
export interface RawOutput {
  readonly step: string;
  readonly stream: "stdout" | "stderr";
  /** The beginning, as much of it as a page should hold. */
  readonly text: string;
  /** Size of the whole file. */
  readonly bytes: number;
  /** Path in the bundle. */
  readonly path: string;
}
