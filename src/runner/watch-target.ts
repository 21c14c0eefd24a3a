import type { TargetSpec } from "../documents/plan.generated.ts";
import { isAlive } from "../target/find-process.ts";

const intervalMs = 250;

/** Calls `onGone` once when the target process has ended. Watches until it is disposed of. */
export function watchTarget(target: TargetSpec, onGone: () => void): Disposable {
  if (target.kind !== "process") return { [Symbol.dispose]() {} };
  const timer = setInterval(() => {
    if (isAlive(target)) return;
    clearInterval(timer);
    onGone();
  }, intervalMs);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
