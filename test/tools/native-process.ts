import type { NodeProcess } from "../../src/tools/tool.ts";

/** A process of a compiled program, outside containers. */
export function nativeProcess(pid: number): NodeProcess {
  return { pid, containerPid: pid, runtime: "native", cpuSeconds: 1 };
}
