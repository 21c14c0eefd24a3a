import { readFileSync, readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Reason } from "../documents/manifest.generated.ts";
import type { Sample } from "../tools/tool.ts";
import { expandPaths } from "./expand-paths.ts";
import { reasonOf } from "./stop.ts";

/** Entries of /proc/PID that are links whose text is the information. */
const linkEndings = /\/(exe|root|cwd|ns\/\w+)$/;

export interface SamplingRequest {
  readonly paths: readonly string[];
  readonly intervalMs: number;
  readonly windowMs: number;
  /** What belongs into each reading beside the files, by name; undefined when there will be no more of it. */
  readonly beside?: () => Promise<Readonly<Record<string, string>> | undefined>;
  readonly onStdout: (chunk: Uint8Array) => Reason | undefined;
  readonly signal: AbortSignal;
}

/**
 * Reads files of the kernel at the start, every interval and at the end of the window, on a fixed grid so that the
 * intervals do not drift. When it is stopped it reads once more: two readings make a difference.
 *
 * @returns why it was cut short, if it was.
 */
export async function sampleFiles(request: SamplingRequest): Promise<Reason | undefined> {
  const start = performance.now();
  const elapsed = () => performance.now() - start;
  const write = async (): Promise<Reason | "end" | undefined> => {
    const { at, files } = sample(elapsed(), request.paths);
    const beside = request.beside === undefined ? {} : await request.beside();
    if (beside === undefined) return "end";
    return request.onStdout(Buffer.from(`${JSON.stringify({ at, files: { ...files, ...beside } })}\n`));
  };

  for (const due of readingTimes(request)) {
    try {
      await sleep(Math.max(due - elapsed(), 0), undefined, { signal: request.signal });
    } catch {
      const problem = await write();
      return problem === "end" || problem === undefined ? reasonOf(request.signal) : problem;
    }
    const problem = await write();
    if (problem === "end") return undefined;
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function* readingTimes({ intervalMs, windowMs }: SamplingRequest): Generator<number> {
  for (let due = 0; due < windowMs; due += intervalMs) yield due;
  yield windowMs;
}

function sample(elapsedMs: number, patterns: readonly string[]): Sample {
  const files: Record<string, string> = {};
  for (const path of expandPaths(patterns)) {
    const text = read(path);
    if (text !== undefined) files[path] = text;
  }
  return { at: Math.round(elapsedMs) / 1000, files };
}

/** Processes, threads and cgroups come and go between listing and reading: that is not a failure. */
function read(path: string): string | undefined {
  try {
    return linkEndings.test(path) ? readlinkSync(path) : readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
