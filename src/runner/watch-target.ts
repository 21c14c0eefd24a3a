import type { TargetSpec } from "../documents/plan.generated.ts";
import { findContainer } from "../target/find-container.ts";
import { isAlive, pinProcess } from "../target/find-process.ts";
import { pidsOf } from "../tools/target-pids.ts";
import type { NodeTarget } from "../tools/tool.ts";

const intervalMs = 250;

/** Calls `onGone` once when the last process of the target has ended. Watches until it is disposed of. */
export function watchTarget(spec: TargetSpec, node: NodeTarget, onGone: () => void): Disposable {
  const isOver = spec.kind === "container" && spec.ended !== undefined;
  if (spec.kind === "host" || isOver) return { [Symbol.dispose]() {} };
  let pinned = spec.kind === "process" ? [spec] : pin(pidsOf(node));
  const timer = setInterval(() => {
    if (pinned.some((one) => isAlive(one))) return;
    // A container may have replaced every process that it began with.
    if (spec.kind === "container") pinned = pin(processesOf(spec.id));
    if (pinned.some((one) => isAlive(one))) return;
    clearInterval(timer);
    onGone();
  }, intervalMs);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

function pin(pids: readonly number[]) {
  return pids.flatMap((pid) => pinProcess(pid) ?? []);
}

function processesOf(id: string): readonly number[] {
  try {
    return findContainer(id).pids;
  } catch {
    return [];
  }
}
