import { type KernelLogHeader, keptLines } from "../../tools/kernel-log/trouble.ts";
import type { HelperOutput } from "./helper-output.ts";
import { readKernelLog } from "./read-kernel-log.ts";

/** The lines of the kernel's log that tell of trouble: nothing else of it leaves the node. */
export function kernelLog(): HelperOutput {
  const { lines, stderr } = readKernelLog();
  const oldest = /^\d{4}-\S{15,36}(?= )/.exec(lines[0] ?? "")?.[0];
  const kept = keptLines(lines);
  const header: KernelLogHeader = {
    kind: "kernel-log",
    now: new Date().toISOString(),
    ...(oldest === undefined ? {} : { oldest }),
    leftOut: kept.leftOut,
  };
  return { stdout: `${[JSON.stringify(header), ...kept.lines].join("\n")}\n`, stderr };
}
