import { spawnSync } from "node:child_process";
import { HelperError } from "./helper-output.ts";

/** CONFIG_LOG_BUF_SHIFT allows 32 MiB; dmesg writes a time before each line. */
const mostBytes = 128 * 1024 * 1024;

/**
 * The kernel's log, each line with its time.
 *
 * @throws HelperError where it may not be read.
 */
export function readKernelLog(): { readonly lines: readonly string[]; readonly stderr: string } {
  const { error, status, stdout, stderr } = spawnSync("dmesg", ["--time-format", "iso", "--color=never"], {
    encoding: "utf8",
    maxBuffer: mostBytes,
  });
  if (error !== undefined || status !== 0) throw new HelperError(error?.message ?? stderr);
  return { lines: stdout.split("\n"), stderr };
}
