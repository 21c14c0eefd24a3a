import { bcc } from "../profile/bcc.ts";
import { bpftrace } from "../profile/bpftrace.ts";
import { libbpf } from "../profile/libbpf.ts";
import { perf } from "../profile/perf.ts";
import { frequencyArgument } from "../profile/profile-request.ts";
import type { Parsed, Tool, Variant } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { gcCpuDeclarations, gcCpuFacts } from "./gc-cpu-facts.ts";

const precision =
  "The collector is told by the names of its functions and threads: of Go where it is not stripped, of V8 where it exports its own, of the JVM by its threads, of CPython where it has its symbols; of V8's helper threads what has no name is not counted. Who allocates is told by samples, not bytes, where functions of the program have names (Go; Node.js with --perf-basic-prof; Python with -X perf).";

/** CPU time that the garbage collector takes, and which functions make its work: the stacks of `profile`, split by who runs. */
export const gcCpu: Tool = {
  name: "gc-cpu",
  title: "CPU time of the garbage collector, and who allocates",
  arguments: { duration: durationArgument, frequency: frequencyArgument },
  facts: gcCpuDeclarations,
  windowMs,
  variants: [perf, bcc, bpftrace, libbpf].map(splitting),
};

function splitting(variant: Variant): Variant {
  return {
    ...variant,
    precision: `${precision} ${variant.precision}`,
    requires: [
      { kind: "target", targets: ["process"] },
      { kind: "runtime", anyOf: ["jvm", "node", "python", "go"] },
      ...variant.requires,
    ],
    parse(output, context): Parsed {
      const { facts, notes, ...others } = variant.parse(output, context);
      const { stacks } = facts;
      if (stacks?.kind !== "profile") return { facts: {}, notes, ...others };
      const split = gcCpuFacts(stacks.folded);
      return { facts: split.facts, notes: [...notes, ...split.notes], ...others };
    },
  };
}
