import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { bpftrace } from "./bpftrace.ts";
import { procfs } from "./procfs.ts";
import { timelineDeclarations } from "./timeline-declarations.ts";

/** What takes the time from the start of a program to its first listen(2). */
export const startTimeline: Tool = {
  name: "start-timeline",
  title: "what a program that starts waits for and works on until it listens, on one clock",
  arguments: { duration: durationArgument },
  facts: timelineDeclarations,
  windowMs,
  followsRestarts: true,
  variants: [bpftrace, procfs],
};
