import type { Reason } from "../documents/manifest.generated.ts";

/** Why work is cut short. It travels as the `reason` of an AbortSignal. */
export type StopCode = "interrupted" | "target-gone" | "stopped";

const messages: Record<StopCode, string> = {
  interrupted: "interrupted by the user",
  "target-gone": "the target process exited",
  stopped: "an earlier step with onError: stop failed",
};

export function stopReason(code: StopCode): Reason {
  return { code, message: messages[code] };
}

/** The reason of a signal that this runner aborted. */
export function reasonOf(signal: AbortSignal): Reason {
  return stopReason(signal.reason as StopCode);
}
