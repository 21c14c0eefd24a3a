import { loadBpf, readsKernel } from "../privileges.ts";
import { libbpfTool } from "../programs.ts";
import type { Variant } from "../tool.ts";
import { windowSeconds } from "../window.ts";
import { parseRunQueueLatency } from "./run-queue-facts.ts";
import { singlePid } from "./single-pid.ts";

/** Debian 12 installs it under the bare name; where BCC's own has that name, the flags and the output are the same. */
const program = libbpfTool("runqlat", { bare: true });

/** A histogram each second: `runqlat -T [-p PID] 1 SECONDS`, in microseconds. `-p` takes a process id. */
export const libbpf: Variant = {
  name: "libbpf",
  precision: "Every wait is counted, in power-of-two buckets. A process target is its main process only.",
  requires: [{ kind: "binary", binary: program }, loadBpf, readsKernel, { kind: "btf" }],
  overhead: { cpuPercentOfCore: 2, basis: "runqlat(8): some 0.5 µs a context switch; 2 % at 40,000 switches a second" },
  collect(args, node) {
    const argv = ["-T", ...singlePid(node.target), "1", `${windowSeconds(args)}`];
    return { kind: "commands", commands: [{ binary: program, argv }] };
  },
  parse: parseRunQueueLatency,
};
