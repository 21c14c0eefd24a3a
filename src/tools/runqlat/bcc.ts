import { loadBpf } from "../privileges.ts";
import { bccTool } from "../programs.ts";
import type { Unmet } from "../requirement.ts";
import type { Parsed, Variant } from "../tool.ts";
import { windowSeconds } from "../window.ts";
import { parseRunQueueLatency } from "./run-queue-facts.ts";
import { singlePid } from "./single-pid.ts";

const program = bccTool("runqlat");

/** BCC's runqlat(8), with the same arguments as the one of libbpf-tools. */
export const bcc: Variant = {
  name: "bcc",
  precision:
    "Every wait is counted, in power-of-two buckets. A process target is its main process only; with headers of another kernel build it may see none of it.",
  requires: [{ kind: "binary", binary: program }, loadBpf, { kind: "headers" }],
  overhead: {
    cpuPercentOfCore: 3,
    basis:
      "runqlat(8): some 0.5 µs a context switch; one second of CPU at the start, to compile, is not in this figure",
  },
  collect(args, node) {
    const argv = ["-T", ...singlePid(node.target), "1", `${windowSeconds(args)}`];
    return { kind: "commands", commands: [{ binary: program, argv }] };
  },
  parse(output, context) {
    const parsed = parseRunQueueLatency(output, context);
    return context.pids.length > 0 && isEmpty(parsed) ? { facts: {}, notes: [], problem: sawNothing } : parsed;
  },
};

/** Nothing seen is no proof of no waits: with another build's task_struct BCC looks for the process id in the wrong place. */
const sawNothing: Unmet = {
  code: "no-output",
  message: "BCC saw no wait of the process: it never left a CPU, or the headers are not exactly those of this kernel",
};

function isEmpty({ facts }: Parsed): boolean {
  const waits = facts["waits"];
  return waits?.kind === "number" && waits.value === 0;
}
