import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { gcPauseDeclarations } from "./gc-pause-facts.ts";
import { hsperfdata } from "./hsperfdata.ts";
import { usdt } from "./usdt.ts";

/** How long and how often a program stands still for its garbage collector, and what is left after it. */
export const gcPauses: Tool = {
  name: "gc-pauses",
  title: "collections of garbage: pauses, and what is kept",
  arguments: { duration: durationArgument },
  facts: gcPauseDeclarations,
  windowMs,
  variants: [hsperfdata, usdt],
};
