import { attachesToJvm, collectFromJvm, jvmEffect, jvmLimits } from "../profile/runtime/async-profiler.ts";
import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { type EventWords, eventFactDeclarations, eventFacts } from "./event-facts.ts";

const words: EventWords = { unit: "bytes", weight: "bytes", what: "types of objects", did: "allocated" };

/** What a JVM puts on its heap. Not `profile`: its facts are bytes, and a fact has one unit. */
export const allocations: Tool = {
  name: "allocations",
  title: "heap allocations by stack, sampled",
  arguments: { duration: durationArgument },
  facts: eventFactDeclarations(words),
  windowMs,
  exclusive: "async-profiler",
  variants: [
    {
      name: "async-profiler",
      precision: `A sample for about each 512 KiB that a thread allocates, standing for all of them: rare and small allocations are not seen. What is freed again counts too. ${jvmLimits}`,
      requires: attachesToJvm,
      effect: jvmEffect,
      overhead: { cpuPercentOfCore: 3, basis: "not measured: what sampling the CPU by it costs, and a half" },
      collect: (args, node) => collectFromJvm("alloc", args, node),
      parse: (output) => eventFacts(output, words),
    },
  ],
};
