import { loadBpf } from "../privileges.ts";
import { bccTool } from "../programs.ts";
import type { Variant } from "../tool.ts";
import { collectBy } from "./memleak-request.ts";
import { parseMemleak } from "./parse-memleak.ts";
import { readTrace } from "./read-trace.ts";
import { seesTarget, traceEffect } from "./trace-terms.ts";

export const program = bccTool("memleak");

/** BCC's memleak(8). */
export const bcc: Variant = {
  name: "bcc",
  precision:
    "Traces malloc, calloc, realloc, the aligned ones, free, mmap and munmap of the allocator that the target uses. Before BCC 0.31 it fails where the allocator is a library of its own (jemalloc, tcmalloc). Sampling saves the stack, not the breakpoints. Names frames in the target's own mount namespace. Needs frame pointers. Of what is outstanding when it is interrupted, the last whole interval is told.",
  requires: [...seesTarget, { kind: "binary", binary: program }, loadBpf, { kind: "uprobes" }, { kind: "headers" }],
  effect: traceEffect,
  overhead: {
    cpuPercentOfCore: 10,
    basis:
      "measured over 10 s, most of it to compile. The target pays 14 µs for each malloc with its free in a virtual machine, 12 µs where few are traced: 14 % of a core at 10,000 a second. At most maximumSlowdown, by an estimate made before",
  },
  collect: (args, node) => collectBy("bcc", args, node.target),
  parse: (output) => readTrace(output, (body) => parseMemleak(body, output.partial)),
};
