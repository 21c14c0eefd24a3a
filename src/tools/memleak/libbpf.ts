import { loadBpf, readsKernel } from "../privileges.ts";
import { libbpfTool } from "../programs.ts";
import type { Variant } from "../tool.ts";
import { collectBy } from "./memleak-request.ts";
import { parseMemleak } from "./parse-memleak.ts";
import { readTrace } from "./read-trace.ts";
import { seesTarget, traceEffect } from "./trace-terms.ts";

/** Not the bare name: under it some distributions have BCC's. Debian 12's libbpf-tools has no `memleak` yet. */
export const program = libbpfTool("memleak", { bare: false });

/** memleak of libbpf-tools: nothing is compiled. */
export const libbpf: Variant = {
  name: "libbpf",
  precision:
    "Traces malloc, calloc, realloc, the aligned ones, free, mmap and munmap of the allocator that the target uses. Fails where the allocator is a library of its own (jemalloc, tcmalloc). Sampling saves the stack, not the breakpoints. Reads symbols in diag's mount namespace: frames of a target in another container stay unknown but in diag's own image. C++ and Rust names stay mangled. Needs frame pointers.",
  requires: [
    ...seesTarget,
    { kind: "binary", binary: program },
    loadBpf,
    readsKernel,
    { kind: "uprobes" },
    { kind: "btf" },
  ],
  effect: traceEffect,
  overhead: {
    cpuPercentOfCore: 3,
    basis:
      "measured over 10 s. The target pays 14 µs for each malloc with its free in a virtual machine, 12 µs where few are traced: 14 % of a core at 10,000 a second. At most maximumSlowdown, by an estimate made before",
  },
  collect: (args, node) => collectBy("libbpf", args, node.target),
  parse: (output) => readTrace(output, (body) => parseMemleak(body, output.partial)),
};
