import { textLines } from "./text-lines.ts";
import type { Sample } from "./tool.ts";

/** Only the last line can be cut off by a stop. After so many bad ones it is no output of the runner. */
const badLines = 100;

/**
 * The NDJSON that the runner writes for `samples` collections. A line that was cut off, or that is not a sample, is
 * left out; what remains is in order of time.
 */
export function readSamples(bytes: Uint8Array): Sample[] {
  const samples: Sample[] = [];
  let bad = 0;
  for (const line of textLines(bytes, Number.POSITIVE_INFINITY)) {
    const value = parse(line);
    if (isSample(value)) samples.push(value);
    else if (++bad > badLines) break;
  }
  return samples.toSorted((a, b) => a.at - b.at);
}

/** Seconds between the first reading and the last; 0 with fewer than two. */
export function windowOf(samples: readonly Sample[]): number {
  return (samples.at(-1)?.at ?? 0) - (samples[0]?.at ?? 0);
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isSample(value: unknown): value is Sample {
  if (typeof value !== "object" || value === null || !("at" in value) || !("files" in value)) return false;
  const { at, files } = value;
  if (typeof at !== "number" || !Number.isFinite(at) || typeof files !== "object" || files === null) return false;
  return Object.values(files).every((text) => typeof text === "string");
}
