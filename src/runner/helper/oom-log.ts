import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { keptLines, type OomLogHeader } from "../../tools/oom-history/oom-log.ts";
import { HelperError, type HelperOutput } from "./helper-output.ts";

/** CONFIG_LOG_BUF_SHIFT allows 32 MiB; dmesg writes a time before each line. */
const mostBytes = 128 * 1024 * 1024;

interface OomLogRequest {
  readonly pid?: number;
  readonly cgroup?: string;
  readonly container?: string;
  readonly host?: true;
}

/** The lines of the kernel's log that tell of OOM kills: nothing else of it leaves the node. */
export function oomLog({ pid, cgroup, container, host }: OomLogRequest): HelperOutput {
  const { error, status, stdout, stderr } = spawnSync("dmesg", ["--time-format", "iso", "--color=never"], {
    encoding: "utf8",
    maxBuffer: mostBytes,
  });
  if (error !== undefined || status !== 0) throw new HelperError(error?.message ?? stderr);
  const process = pid === undefined ? undefined : nameOf(pid);
  const header: OomLogHeader = {
    kind: "oom-log",
    now: new Date().toISOString(),
    ...(cgroup === undefined ? {} : { cgroup }),
    ...(process === undefined ? {} : { process }),
    ...(container === undefined ? {} : { container }),
    ...(host === undefined ? {} : { host }),
  };
  const lines = [JSON.stringify(header), ...keptLines(stdout.split("\n"), header)];
  return { stdout: `${lines.join("\n")}\n`, stderr };
}

/** The target may have ended: what it was called is then not needed. */
function nameOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trimEnd();
  } catch {
    return undefined;
  }
}
