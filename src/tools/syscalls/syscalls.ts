import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { bpftrace } from "./bpftrace.ts";
import { callDeclarations } from "./call-fact-declarations.ts";
import { perf } from "./perf.ts";
import { procfs } from "./procfs.ts";

/** Which system calls the target makes, how often, with which errors, and from which code. */
export const syscalls: Tool = {
  name: "syscalls",
  title: "system calls by name, errors, cost and place in the program",
  arguments: { duration: durationArgument },
  facts: callDeclarations,
  windowMs,
  variants: [bpftrace, perf, procfs],
};
