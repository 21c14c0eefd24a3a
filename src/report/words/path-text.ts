import { formatQuantity } from "../../documents/format-quantity.ts";
import { frameLabel } from "../flamegraph/frame-kind.ts";
import type { VerdictPath } from "../verdict.ts";

const shownFrames = 5;

/** `cache_insert ← handle_request ← main: 96 % of all`. */
export function pathText({ frames, share }: VerdictPath): string {
  const shown = frames.slice(0, shownFrames).map(frameLabel);
  const more = frames.length > shownFrames ? " ← …" : "";
  return `${shown.join(" ← ")}${more}: ${formatQuantity(share * 100, "percent")} of all`;
}
