import type { Bucket } from "../../documents/facts.generated.ts";
import { textLines } from "../text-lines.ts";

/**
 * Power-of-two histograms as the BPF tools print them. BCC and libbpf-tools (`print_log2_hist`; high is inclusive):
 *
 *          2 -> 3          : 23       |*********   |
 *
 * bpftrace (`hist()`; high is exclusive, suffixes are powers of 1024, and a single value has a bucket of its own):
 *
 *     [2, 4)                35 |@@@@        |
 *     [16K, 32K)             4 |            |
 *     [1]                    7 |@           |
 *
 * Buckets of several histograms in one output (per process, per interval) are added up. Ascending, high exclusive.
 */
export function parseLog2Histogram(bytes: Uint8Array): Bucket[] {
  const buckets = new Map<number, Bucket>();
  for (const line of textLines(bytes)) {
    const bucket = bccBucket(line) ?? bpftraceBucket(line);
    if (bucket === undefined) continue;
    const known = buckets.get(bucket.low);
    if (known === undefined) buckets.set(bucket.low, bucket);
    else known.count += bucket.count;
  }
  return trim([...buckets.values()].toSorted((a, b) => a.low - b.low));
}

/** A histogram's line is short; a longer one is not matched at all, so that no input costs much. */
const maxLine = 400;

function bccBucket(line: string): Bucket | undefined {
  if (line.length > maxLine || !line.includes("->")) return undefined;
  const [, low, high, count] = /^\s*(\d+)\s+->\s+(\d+)\s+:\s+(\d+)\s/.exec(line) ?? [];
  return checked(Number(low), Number(high) + 1, Number(count));
}

function bpftraceBucket(line: string): Bucket | undefined {
  if (line.length > maxLine || !line.startsWith("[")) return undefined;
  const [, low, high, count] = /^\[(-?\d+[KMGTPE]?)(?:, (-?\d+[KMGTPE]?)\)|\])\s+(\d+)\s+\|/.exec(line) ?? [];
  if (low === undefined) return undefined;
  const from = magnitude(low);
  return checked(from, high === undefined ? from + 1 : magnitude(high), Number(count));
}

function checked(low: number, high: number, count: number): Bucket | undefined {
  const isBucket =
    Number.isSafeInteger(count) && count >= 0 && Number.isFinite(low) && Number.isFinite(high) && high > low;
  return isBucket ? { low, high, count } : undefined;
}

function magnitude(text: string): number {
  const power = "KMGTPE".indexOf(text.at(-1) ?? "") + 1;
  return Number.parseInt(text, 10) * 1024 ** power;
}

/** Empty buckets around the values say nothing; those between are part of the shape. */
function trim(buckets: Bucket[]): Bucket[] {
  const first = buckets.findIndex(({ count }) => count > 0);
  const last = buckets.findLastIndex(({ count }) => count > 0);
  return first < 0 ? [] : buckets.slice(first, last + 1);
}
