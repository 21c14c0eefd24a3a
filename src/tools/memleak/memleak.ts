import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { bcc } from "./bcc.ts";
import { bpftrace } from "./bpftrace.ts";
import { libbpf } from "./libbpf.ts";
import { outstandingFactDeclarations } from "./outstanding-facts.ts";

/**
 * Outstanding allocations by stack. Each allocation and each free of the target stops at a breakpoint, so the rate is
 * estimated before anything is traced, and what would cost the target too much is sampled or refused
 * (src/runner/helper/memleak).
 */
export const memleak: Tool = {
  name: "memleak",
  title: "outstanding allocations, by stack",
  arguments: {
    duration: durationArgument,
    minimumAge: {
      type: "duration",
      description:
        "How long an allocation must have been held at the end of the window to count as outstanding. Lowered where it takes more than four fifths of the window.",
      default: "5s",
      minimum: "100ms",
      maximum: "1h",
    },
    sampleRate: {
      type: "integer",
      description:
        "Trace one allocation in so many, 1 for all of them. Without it the estimated cost chooses: all, or as few as keep within maximumSlowdown.",
      minimum: 1,
      maximum: 10_000,
    },
    maximumSlowdown: {
      type: "number",
      description:
        "What tracing may take of the target's time, in percent of one core, by an estimate made before; it is refused where sampling does not keep it below that.",
      default: 25,
      minimum: 1,
      maximum: 10_000,
      unit: "percent-of-core",
    },
  },
  facts: outstandingFactDeclarations,
  windowMs,
  // Two at once would trace each other's slowdown.
  exclusive: "uprobes",
  // Measured side by side on C and C++ in other containers (bench/memleak.ts): all three name the same functions; bpftrace
  // costs the target least, and libbpf-tools leave C++ names mangled.
  variants: [bpftrace, bcc, libbpf],
};
