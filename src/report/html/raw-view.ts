import { formatQuantity } from "../../documents/format-quantity.ts";
import type { Report } from "../report.ts";

export interface RawView {
  readonly anchor: string;
  readonly summary: string;
  readonly path: string;
  readonly lines: string;
  /** How much of it is not shown; empty when all is. */
  readonly cut: string;
}

export function rawAnchor(index: number): string {
  return `raw-${index + 1}`;
}

export function rawViews({ rawOutput }: Report): RawView[] {
  return rawOutput.map(({ step, stream, text, bytes, path }, index) => {
    const shown = Buffer.byteLength(text);
    return {
      anchor: rawAnchor(index),
      summary: `${step}, ${stream}: ${formatQuantity(bytes, "bytes")}`,
      path,
      lines: text,
      cut: shown < bytes ? `The first ${formatQuantity(shown, "bytes")} of ${formatQuantity(bytes, "bytes")}.` : "",
    };
  });
}
