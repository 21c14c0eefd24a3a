import { bpftraceLimits } from "../bpftrace-limits.ts";
import { loadBpf, readsKernel, runsBpftrace } from "../privileges.ts";
import { bccTool, bpftrace, diagItself, libbpfTool } from "../programs.ts";
import type { Unmet } from "../requirement.ts";
import { pidsOf } from "../target-pids.ts";
import type { Collection, NodeTarget, Parsed, Tool, Variant } from "../tool.ts";
import { durationArgument, windowMs, windowSeconds } from "../window.ts";
import { parseBlame } from "./parse-blame.ts";
import { parseRunqslower } from "./parse-runqslower.ts";
import { rivalDeclarations } from "./rival-facts.ts";
import { rivalsScript } from "./rivals-script.ts";

/** One key a thread of the host. */
const env = bpftraceLimits({ mapKeys: 65_536 });

/** Shorter waits are the scheduler's everyday business. */
const slowUs = 1_000;

/** Who ran on a CPU while threads of the target waited for it. */
export const runQueueRivals: Tool = {
  name: "run-queue-rivals",
  title: "who ran while the target waited for a CPU",
  arguments: { duration: durationArgument },
  facts: rivalDeclarations,
  windowMs,
  variants: [byBpftrace("bpftrace", true), byBpftrace("bpftrace-plain", false), bySlower("libbpf"), bySlower("bcc")],
};

function byBpftrace(name: string, btf: boolean): Variant {
  const limits = "A thread counts once it has left a CPU for the first time; twice a second counting begins anew.";
  return {
    name,
    precision: btf
      ? `Waiting time is blamed on each task for as long as it ran meanwhile, by process and cgroup; diag's own is told apart. ${limits}`
      : `Waiting time is blamed on each task for as long as it ran meanwhile. Cgroups are not known, and diag's own programs count as others. ${limits}`,
    requires: [...runsBpftrace, ...(btf ? [{ kind: "btf" } as const] : [])],
    overhead: {
      cpuPercentOfCore: 6,
      basis:
        "measured over 10 s: 0.35 to 0.5 s of CPU, most of it to compile; and in the kernel 2.5 µs a context switch of the machine and 1.4 µs a wake-up (kernel.bpf_stats_enabled, host target), 2.7 % of a core at 8,000 switches a second",
    },
    collect(args, { target }) {
      const script = rivalsScript({ seconds: windowSeconds(args), pids: pidsOf(target), btf });
      return { kind: "commands", commands: [{ binary: bpftrace, argv: ["-f", "json", "-e", script], env }] };
    },
    parse: (output, context) => parseBlame(output, context, btf),
  };
}

function bySlower(tracer: "libbpf" | "bcc"): Variant {
  const program = tracer === "bcc" ? bccTool("runqslower") : libbpfTool("runqslower", { bare: true });
  return {
    name: tracer,
    precision:
      "Each wait of 1 ms or more is blamed on the task that ran last before it ended. A process target is its main process only. Cgroups are not known, and diag's own programs count as others.",
    requires: [
      { kind: "binary", binary: program },
      loadBpf,
      readsKernel,
      { kind: tracer === "bcc" ? "headers" : "btf" },
    ],
    overhead: { cpuPercentOfCore: 2, basis: "runqslower(8): as runqlat, some 0.5 µs a context switch" },
    collect: (args, { target }) => slower(tracer, windowSeconds(args), target),
    parse: (output, context) => {
      const parsed = parseRunqslower(output, context);
      return tracer === "bcc" && isEmpty(parsed) ? { facts: {}, notes: [], problem: sawNothing } : parsed;
    },
  };
}

/** As with runqlat: built with another kernel's headers, BCC finds nothing and says nothing. */
const sawNothing: Unmet = {
  code: "no-output",
  message: "BCC saw no long wait: there was none, or the headers are not exactly those of this kernel",
};

function isEmpty({ facts }: Parsed): boolean {
  const waited = facts["waited"];
  return waited?.kind === "number" && waited.value === 0;
}

function slower(tracer: "libbpf" | "bcc", seconds: number, target: NodeTarget): Collection {
  const [pid] = pidsOf(target);
  const words = ["--tracer", tracer, "--seconds", `${seconds}`, "--microseconds", `${slowUs}`];
  const argv = ["helper", "runqslower", ...words, ...(pid === undefined ? [] : ["--pid", `${pid}`])];
  return { kind: "commands", commands: [{ binary: diagItself, argv }] };
}
