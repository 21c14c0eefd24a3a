import type { Unit } from "../../documents/facts.generated.ts";
import type { ParseSpec } from "../../documents/plan.generated.ts";
import type { FactDeclaration } from "../fact-declaration.ts";
import type { Parsed, RawOutput } from "../tool.ts";

/** One way to read a command's stdout. */
export interface RawParser {
  facts(spec: ParseSpec): Readonly<Record<string, FactDeclaration>>;
  parse(output: RawOutput, spec: ParseSpec): Parsed;
}

const units: ReadonlySet<string> = new Set<Unit>([
  "none",
  "count",
  "percent",
  "percent-of-core",
  "bytes",
  "seconds",
  "milliseconds",
  "microseconds",
  "nanoseconds",
  "samples",
  "hertz",
  "per-second",
  "bytes-per-second",
]);

/** A unit as an author wrote it; one that diag does not know is a plain number. */
export function unitOf(written: string | undefined, otherwise: Unit = "none"): Unit {
  return written !== undefined && units.has(written) ? (written as Unit) : otherwise;
}
