import type { Playbook } from "../documents/playbook.generated.ts";
import type { FindTool } from "../playbook/playbook-scope.ts";

/** Whether a step of the playbook reads what a cluster tells of the target. */
export function needsSnapshot({ spec }: Playbook, findTool: FindTool): boolean {
  return spec.steps.some(({ tool = "" }) =>
    findTool(tool)?.variants.some(({ requires }) => requires.some(({ kind }) => kind === "cluster")),
  );
}
