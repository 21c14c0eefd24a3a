import { statSync } from "node:fs";
import { execa } from "execa";
import { perf } from "../../tools/programs.ts";
import { HelperError, type HelperOutput } from "./helper-output.ts";
import { locatedIn } from "./located-in.ts";

export interface PerfMap {
  readonly pid: number;
  /** As the target's own pid namespace numbers it: the file is named by that. */
  readonly containerPid: number;
  /** What perf is asked. */
  readonly words: readonly string[];
}

/** Runs perf where the program writes the names of its compiled functions to a file; else nothing would have a name. */
export async function perfMap({ pid, containerPid, words }: PerfMap): Promise<HelperOutput> {
  const file = `/tmp/perf-${containerPid}.map`;
  if (!hasText(`/proc/${pid}/root${file}`)) {
    throw new HelperError(`the program writes no ${file}: node was started without --perf-basic-prof`);
  }
  // Ctrl-C reaches perf through the process group: it writes what it has.
  process.on("SIGINT", () => {});
  const { exitCode, stderr } = await execa(locatedIn(perf), words, { stdin: "ignore", reject: false });
  if (exitCode !== 0) throw new HelperError(`${stderr}\nperf ended with ${exitCode}`);
  return { stdout: "", stderr };
}

function hasText(path: string): boolean {
  try {
    return statSync(path).size > 0;
  } catch {
    return false;
  }
}
