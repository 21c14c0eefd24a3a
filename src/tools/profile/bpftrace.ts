import { bpftraceLimits } from "../bpftrace-limits.ts";
import { loadBpf, readsKernel } from "../privileges.ts";
import { bpftrace as program } from "../programs.ts";
import type { Variant } from "../tool.ts";
import { parseBpftraceStacks } from "./parse-bpftrace-stacks.ts";
import { type ProfileRequest, profileRequest } from "./profile-request.ts";
import { profileFacts } from "./sampled-stacks.ts";

/**
 * The environment that bpftrace needs to name frames, under the names of all its versions. Without the cache 0.17
 * names nothing in programs that are not position-independent (node, go). The map's default of 4096 keys is soon
 * full: a key is a stack with its leaf's exact address. More frames than 127 the kernel does not give.
 */
const env = bpftraceLimits({ keepsSymbols: true, mapKeys: 65_536 });

export const bpftrace: Variant = {
  name: "bpftrace",
  precision:
    "Counted in the kernel. Resolves user frames inside the target's own mount namespace and JIT frames from /tmp/perf-PID.map. Needs frame pointers; bpftrace before 0.18 loses stacks that collide in its map.",
  requires: [{ kind: "binary", binary: program }, loadBpf, readsKernel],
  overhead: {
    cpuPercentOfCore: 1,
    basis: "measured at 49 Hz on two CPUs; half a second of CPU at the start, to compile, is not in it",
  },
  collect(args, node) {
    const request = profileRequest(args, node.target);
    return { kind: "commands", commands: [{ binary: program, argv: ["-q", "-e", script(request)], env }] };
  },
  parse(output) {
    return profileFacts(parseBpftraceStacks(output), output);
  },
};

/** `perf` mode of the stacks prints each frame with its module, which tells JIT frames. Only numbers are spliced in. */
function script({ seconds, hertz, pids }: ProfileRequest): string {
  const count = "@stacks[comm, kstack(perf), ustack(perf)] = count();";
  const end = `interval:s:${seconds} { exit(); }`;
  if (pids.length > 0) {
    const filter = pids.map((pid) => `pid == ${pid}`).join(" || ");
    return `profile:hz:${hertz} /${filter}/ { ${count} } ${end}`;
  }
  return `profile:hz:${hertz} { if (pid == 0) { @idle = count(); } else { ${count} } } ${end}`;
}
