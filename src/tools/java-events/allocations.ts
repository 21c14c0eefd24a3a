import { attachesToJvm, collectFromJvm, jvmEffect, jvmLimits } from "../profile/runtime/async-profiler.ts";
import { collectFromNode, nodeEffect, opensInspector } from "../profile/runtime/node-inspector.ts";
import { parseAsyncProfilerTypes } from "../profile/runtime/parse-async-profiler.ts";
import { parseNodeProfile } from "../profile/runtime/parse-node-profile.ts";
import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { type EventWords, eventFactDeclarations, eventFacts } from "./event-facts.ts";

const words: EventWords = { unit: "bytes", weight: "bytes", what: "types of objects", did: "allocated" };

/** What a JVM or V8 puts on its heap. Not `profile`: its facts are bytes, and a fact has one unit. */
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
      parse: (output) => eventFacts(parseAsyncProfilerTypes(output), words, output),
    },
    {
      name: "node-inspector",
      precision:
        "V8's sampling heap profiler: a sample for about each 512 KiB that the main thread allocates on V8's heap, standing for all of them; buffers are outside of it, and types are not told. What is freed again counts too. Of several Node.js processes it watches the busiest.",
      requires: opensInspector,
      effect: nodeEffect,
      overhead: {
        cpuPercentOfCore: 4,
        basis: "measured: 0.39 s of CPU of diag's own over 10 s; what V8 takes of the program is not in it",
      },
      collect: (args, node) => collectFromNode("alloc", args, node),
      parse(output) {
        const { folded } = parseNodeProfile(output);
        return eventFacts({ stacks: folded, callers: folded, types: new Map() }, words, output);
      },
    },
  ],
};
