import { attachesToJvm, collectFromJvm, jvmEffect, jvmLimits } from "../profile/runtime/async-profiler.ts";
import { parseAsyncProfilerTypes } from "../profile/runtime/parse-async-profiler.ts";
import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { type EventWords, eventFactDeclarations, eventFacts } from "./event-facts.ts";

const words: EventWords = { unit: "nanoseconds", weight: "time", what: "types of locks", did: "waited for a lock" };

/** Where the threads of a JVM wait for one another. */
export const lockWaits: Tool = {
  name: "lock-waits",
  title: "waits for locks by stack",
  arguments: { duration: durationArgument },
  facts: eventFactDeclarations(words),
  windowMs,
  exclusive: "async-profiler",
  variants: [
    {
      name: "async-profiler",
      precision: `Waits for Java monitors and java.util.concurrent locks that took more than 10 µs, by who waited; who held the lock is not told, and a wait that has not ended is not seen. ${jvmLimits}`,
      requires: attachesToJvm,
      effect: jvmEffect,
      overhead: { cpuPercentOfCore: 3, basis: "not measured: what sampling the CPU by it costs, and a half" },
      collect: (args, node) => collectFromJvm("lock", args, node),
      parse: (output) => eventFacts(parseAsyncProfilerTypes(output), words, output),
    },
  ],
};
