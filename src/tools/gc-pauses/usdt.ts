import { loadBpf, readsKernel } from "../privileges.ts";
import { attachTo } from "../profile/runtime/attach-to.ts";
import { bpftrace, diagItself } from "../programs.ts";
import type { Variant } from "../tool.ts";
import { windowSeconds } from "../window.ts";
import { pythonFacts } from "./python-generations.ts";

/** The probes that CPython has for tracers, gc__start and gc__done (Include/pydtrace.d): a build without them is refused. */
export const usdt: Variant = {
  name: "usdt",
  precision:
    "Every collection of the cyclic collector, from its begin to its end, by generation; time in which its thread waited for a CPU counts too. Reference counts, which free most of what is freed, are no collections. Only builds with probes (--with-dtrace: Debian's, Ubuntu's and Fedora's, not the official image's). Of several Python processes it watches the busiest.",
  requires: [
    { kind: "target", targets: ["process"] },
    { kind: "runtime", anyOf: ["python"] },
    { kind: "binary", binary: bpftrace },
    loadBpf,
    readsKernel,
    { kind: "uprobes" },
  ],
  effect: "The kernel puts two breakpoints into the interpreter, which each collection meets once.",
  overhead: {
    cpuPercentOfCore: 4,
    basis: "measured: 0.39 s of CPU over 10 s, nearly all of it to compile, and as much at 370 collections a second",
  },
  collect(args, { target }) {
    const pid = attachTo(target, "python")?.process.pid;
    const argv = ["helper", "python-collections", "--pid", `${pid ?? "PID"}`, "--seconds", `${windowSeconds(args)}`];
    return { kind: "commands", commands: [{ binary: diagItself, argv }] };
  },
  parse(output) {
    const facts = pythonFacts(output.stdout);
    return { facts: facts ?? {}, notes: output.partial ? ["It was cut short."] : [] };
  },
};
