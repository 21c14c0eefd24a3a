import { readFileSync } from "node:fs";
import { HelperError } from "./helper-output.ts";

/**
 * A file of /proc/PID.
 *
 * @throws HelperError when the process is gone, or not to be looked into.
 */
export function processText(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isGone = code === "ENOENT" || code === "ESRCH";
    throw new HelperError(isGone ? `process ${pid} does not exist` : message);
  }
}
