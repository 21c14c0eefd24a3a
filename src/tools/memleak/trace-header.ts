import { decodeText } from "../text-lines.ts";
import type { Tracer } from "./memleak-request.ts";

/**
 * The first line of what `diag helper memleak` prints: what it found and chose before the tracer's own output, so that the
 * raw output tells by itself what its numbers stand for.
 */
export interface TraceHeader {
  readonly kind: "memleak";
  readonly tracer: Tracer;
  readonly pid: number;
  /** comm of the process. */
  readonly command: string;
  /** How many processes the target has; the one that holds most memory of its own is traced. */
  readonly processes: number;
  /** Path of the object whose allocator is traced, as the target sees it. */
  readonly object?: string;
  /** Allocations a second before anything was traced. */
  readonly allocationsPerSecond?: number;
  /** What tracing all of them would take of the target, in percent of one core, by estimate. */
  readonly slowdown?: number;
  /** One allocation in so many was traced. */
  readonly sampledOneIn?: number;
  /** How long allocations were watched. */
  readonly seconds?: number;
  /** Where the one asked for does not fit into the window, the longest that does. */
  readonly minimumAgeMs?: number;
  /** More outstanding allocations than this are not counted. */
  readonly capacity?: number;
  /** Nothing was traced. */
  readonly refused?: {
    readonly code: "over-budget" | "runtime" | "no-variant";
    readonly message: string;
    readonly mend?: string;
  };
}

const longestHeader = 16 * 1024;

export function writeHeader(header: TraceHeader): string {
  return `${JSON.stringify(header)}\n`;
}

/** The header, and the tracer's own output below it. Undefined where the output is of no helper. */
export function readHeader(stdout: Uint8Array): { header: TraceHeader; body: Uint8Array } | undefined {
  const newline = stdout.subarray(0, longestHeader).indexOf(0x0a);
  const end = newline < 0 ? Math.min(stdout.length, longestHeader) : newline;
  try {
    const header: unknown = JSON.parse(decodeText(stdout.subarray(0, end)));
    return isHeader(header) ? { header, body: stdout.subarray(end + 1) } : undefined;
  } catch {
    return undefined;
  }
}

function isHeader(value: unknown): value is TraceHeader {
  if (typeof value !== "object" || value === null || !("kind" in value) || value.kind !== "memleak") return false;
  const fields = value as Partial<Record<keyof TraceHeader, unknown>>;
  const { refused } = fields;
  // Sums and products of such numbers are finite.
  const isNumber = (one: unknown) => typeof one === "number" && Math.abs(one) <= Number.MAX_SAFE_INTEGER;
  const numbers = ["allocationsPerSecond", "slowdown", "sampledOneIn", "seconds", "minimumAgeMs", "capacity"] as const;
  return (
    isNumber(fields.pid) &&
    isNumber(fields.processes) &&
    typeof fields.command === "string" &&
    (fields.object === undefined || typeof fields.object === "string") &&
    numbers.every((name) => fields[name] === undefined || isNumber(fields[name])) &&
    (refused === undefined || isReason(refused))
  );
}

function isReason(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { code, message, mend } = value as Record<string, unknown>;
  const isCode = code === "over-budget" || code === "runtime" || code === "no-variant";
  return isCode && typeof message === "string" && (mend === undefined || typeof mend === "string");
}
