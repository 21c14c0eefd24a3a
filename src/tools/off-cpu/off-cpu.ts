import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { bpftrace } from "./bpftrace.ts";
import { offCpuDeclarations } from "./off-cpu-facts.ts";

/** What threads of the target wait for, and where: from leaving a CPU of themselves to being woken. */
export const offCpu: Tool = {
  name: "off-cpu",
  title: "what threads wait for, by stack",
  arguments: { duration: durationArgument },
  facts: offCpuDeclarations,
  windowMs,
  variants: [bpftrace],
};
