import type { TargetSpec } from "../documents/plan.generated.ts";
import { isAlive } from "../target/find-process.ts";

const intervalMs = 250;

/** Calls `onGone` once when the target process has ended. @returns how to stop watching. */
export function watchTarget(target: TargetSpec, onGone: () => void): () => void {
  if (target.kind !== "process") return () => {};
  const timer = setInterval(() => {
    if (isAlive(target)) return;
    clearInterval(timer);
    onGone();
  }, intervalMs);
  return () => clearInterval(timer);
}
