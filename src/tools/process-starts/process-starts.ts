import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { bpftrace } from "./bpftrace.ts";
import { procfs } from "./procfs.ts";
import { startDeclarations } from "./start-fact-declarations.ts";

/** Which processes start and end, who starts them, and what they cost. */
export const processStarts: Tool = {
  name: "process-starts",
  title: "processes that start and end, by program and by who starts them",
  arguments: { duration: durationArgument },
  facts: startDeclarations,
  windowMs,
  variants: [bpftrace, procfs],
};
