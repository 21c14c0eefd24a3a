import type { Attempt } from "../documents/manifest.generated.ts";
import type { Probe } from "../documents/probe.generated.ts";
import type { Tool } from "../tools/tool.ts";
import { chooseVariants } from "./choose-variants.ts";

/** What one node can do with one tool. */
export interface ToolExamination {
  readonly tool: string;
  readonly title: string;
  /** The variant that a run would start with; null when none can run. */
  readonly variant: string | null;
  readonly precision: string | null;
  /** The variants that cannot run here, with the reason and the mend. */
  readonly rejected: readonly Attempt[];
}

/** Holds every tool against a probe: what will run, what will not, why, and what to do about it. */
export function examineTools(tools: readonly Tool[], probe: Probe): ToolExamination[] {
  return tools.map((tool) => {
    const names = tool.variants.map(({ name }) => name);
    // A process is the target that most variants accept; what only makes sense for a host says so itself.
    const { candidates, rejected } = chooseVariants(tool, names, probe, { target: "process", allowAttach: false });
    const first = candidates[0];
    return {
      tool: tool.name,
      title: tool.title,
      variant: first?.name ?? null,
      precision: first?.precision ?? null,
      rejected,
    };
  });
}
