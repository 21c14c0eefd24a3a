import { loadBpf, readsKernel } from "../privileges.ts";
import { bpftrace as program } from "../programs.ts";
import type { Variant } from "../tool.ts";
import { collectBy } from "./memleak-request.ts";
import { parseBpftraceOutstanding } from "./parse-bpftrace-outstanding.ts";
import { readTrace } from "./read-trace.ts";
import { seesTarget, traceEffect } from "./trace-terms.ts";

/** Red Hat's 4.18, into which it has been brought, is tried. */
const loopsOverMaps = {
  kind: "not-kernel",
  range: ">=5.0.0 <5.13.0",
  reason: "has no bpf_for_each_map_elem, by which the script adds up what is left: Linux has since 5.13",
} as const;

/** diag's own script: breakpoints where they cost least, and no work for what is not sampled. */
export const bpftrace: Variant = {
  name: "bpftrace",
  precision:
    "Traces malloc, calloc, realloc, the aligned ones and free of the allocator that the target uses (glibc, musl, jemalloc, tcmalloc, mimalloc), and operator new where that is the allocator's own. Memory that is mapped without them is not seen. Names frames in the target's own mount namespace. Needs frame pointers.",
  requires: [
    ...seesTarget,
    { kind: "binary", binary: program },
    loadBpf,
    readsKernel,
    { kind: "uprobes" },
    loopsOverMaps,
  ],
  effect: traceEffect,
  overhead: {
    cpuPercentOfCore: 7,
    basis:
      "measured over 10 s, most of it two starts of bpftrace. The target pays 5 µs for each malloc with its free where all are traced, 2.4 µs where few are: 5 % of a core at 10,000 a second. At most maximumSlowdown, by an estimate made before",
  },
  collect: (args, node) => collectBy("bpftrace", args, node.target),
  parse: (output) => readTrace(output, parseBpftraceOutstanding),
};
