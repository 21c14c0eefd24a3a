import type { Runtime } from "../../../documents/manifest.generated.ts";
import type { NodeProcess, NodeTarget } from "../../tool.ts";

export interface Attachment {
  readonly process: NodeProcess;
  /** It may have children of the same runtime: a server with its workers. */
  readonly hasOthers: boolean;
}

/**
 * The process of the target that a profiler of one process attaches to: the busiest of its runtime.
 *
 * @param follows The profiler can follow children: it starts at the main process where that is of the runtime, because
 *   a supervisor and its workers are one program.
 * @returns The main process where none is of the runtime: a plan is made before the runtimes are known, and what would
 *   run is shown for each. Undefined for a host, whose variants are rejected.
 */
export function attachTo(target: NodeTarget, runtime: Runtime, follows = false): Attachment | undefined {
  if (target.kind === "host") return undefined;
  const ofRuntime = target.processes.filter((one) => one.runtime === runtime);
  const [busiest] = ofRuntime.toSorted((a, b) => b.cpuSeconds - a.cpuSeconds);
  const [main] = target.processes;
  if (busiest === undefined) return main && { process: main, hasOthers: false };
  const first = follows && main?.runtime === runtime ? main : busiest;
  return { process: first, hasOthers: ofRuntime.length > 1 };
}
