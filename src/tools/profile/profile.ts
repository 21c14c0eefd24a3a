import { stackFactDeclarations } from "../stacks/stack-facts.ts";
import type { Tool, Variant } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { bcc } from "./bcc.ts";
import { bpftrace } from "./bpftrace.ts";
import { libbpf } from "./libbpf.ts";
import { perf } from "./perf.ts";
import { frequencyArgument } from "./profile-request.ts";
import { asyncProfiler } from "./runtime/async-profiler.ts";
import { nodeInspector } from "./runtime/node-inspector.ts";
import { perfMap } from "./runtime/perf-map.ts";
import { pySpy, pySpyPlain } from "./runtime/py-spy.ts";
import { rbspy } from "./runtime/rbspy.ts";

/**
 * On-CPU stacks by timed sampling, of every CPU, on the kernel's software cpu-clock: virtual machines seldom have
 * hardware counters. 49 Hz, not 50 or 100, so that sampling does not run in step with what is sampled.
 */
export const profile: Tool = {
  name: "profile",
  title: "on-CPU stacks, sampled",
  arguments: {
    duration: durationArgument,
    frequency: frequencyArgument,
    frames: {
      type: "enum",
      description:
        "Who walks the stacks. `kernel`: the kernel, which sees native code and itself, and of an interpreted or JIT-compiled program only its runtime. `program`: a profiler of the target's own runtime (Python, Ruby, JVM, Node.js), which names the program's functions.",
      default: "kernel",
      values: ["kernel", "program"],
    },
  },
  facts: {
    ...stackFactDeclarations,
    lost: {
      kind: "number",
      unit: "samples",
      optional: true,
      description: "Samples that the tool took but could not keep or show, by its own account.",
    },
  },
  windowMs,
  // By what they named and kept of programs in other containers, measured side by side (`npm run bench symbols`,
  // test/tools/recordings/README.md): perf and BCC name the same, and perf starts at once where BCC compiles for a second
  // or more. bpftrace loses stacks; libbpf sees into containers only by the toolbox's help.
  variants: [
    ...[perf, bcc, bpftrace, libbpf].map(kernelFrames),
    pySpy,
    pySpyPlain,
    rbspy,
    asyncProfiler,
    perfMap,
    nodeInspector,
  ],
};

/** Of the target's own functions a variant that asks the kernel tells too little to stand in for one that asks the runtime. */
function kernelFrames(variant: Variant): Variant {
  return { ...variant, serves: (args) => args["frames"] !== "program" && (variant.serves?.(args) ?? true) };
}
