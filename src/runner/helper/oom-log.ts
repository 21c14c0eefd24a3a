import { readFileSync } from "node:fs";
import { keptLines, type OomLogHeader } from "../../tools/oom-history/oom-log.ts";
import type { HelperOutput } from "./helper-output.ts";
import { readKernelLog } from "./read-kernel-log.ts";

interface OomLogRequest {
  readonly pid?: number;
  readonly cgroup?: string;
  readonly container?: string;
  readonly host?: true;
  readonly wait?: number;
}

/** The lines of the kernel's log that tell of OOM kills: nothing else of it leaves the node. */
export async function oomLog({ pid, cgroup, container, host, wait = 0 }: OomLogRequest): Promise<HelperOutput> {
  // Asked before: the process may be the one that is killed meanwhile.
  const name = pid === undefined ? undefined : nameOf(pid);
  if (container === undefined) await passed(wait);
  const { lines: log, stderr } = readKernelLog();
  const header: OomLogHeader = {
    kind: "oom-log",
    now: new Date().toISOString(),
    ...(cgroup === undefined ? {} : { cgroup }),
    ...(name === undefined ? {} : { process: name }),
    ...(container === undefined ? {} : { container }),
    ...(host === undefined ? {} : { host }),
  };
  const lines = [JSON.stringify(header), ...keptLines(log, header)];
  return { stdout: `${lines.join("\n")}\n`, stderr };
}

/** The time is over, or there is to be an end: what the log holds by then is told. */
function passed(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => {
        clearTimeout(timer);
        resolve();
      });
    }
  });
}

/** The target may have ended: what it was called is then not needed. */
function nameOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trimEnd();
  } catch {
    return undefined;
  }
}
