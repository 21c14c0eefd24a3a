import { execa } from "execa";

/** What a whole process took, from its start to its end. */
export interface ProcessCost {
  readonly seconds: number;
  /** Highest resident set, in bytes. */
  readonly peakMemory: number;
}

/**
 * Runs a program with its output thrown away. The peak is the kernel's own (ru_maxrss), through GNU time: Node does
 * not pass on what wait4 says of a child, and sampling /proc misses what is short.
 */
export async function processCost(command: readonly string[]): Promise<ProcessCost> {
  const start = performance.now();
  const { stderr } = await execa("/usr/bin/time", ["-f", "%M", ...command], { stdout: "ignore", env: { LC_ALL: "C" } });
  const seconds = (performance.now() - start) / 1000;
  return { seconds, peakMemory: Number(stderr.trim().split("\n").at(-1)) * 1024 };
}
