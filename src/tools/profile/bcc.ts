import { loadBpf } from "../privileges.ts";
import { bccTool } from "../programs.ts";
import type { Variant } from "../tool.ts";
import { parseFoldedProfile } from "./parse-folded-profile.ts";
import { pidOption, profileRequest } from "./profile-request.ts";
import { profileFacts } from "./sampled-stacks.ts";

const program = bccTool("profile");

/**
 * BCC's profile(8): stacks are counted in the kernel. `-f` folded output, `-d` a `-` between user and kernel frames,
 * `-a` kernel frames marked `_[k]`. The map holds 16384 stacks by default; four times that keeps varied stacks whole,
 * for at most 64 MB of kernel memory.
 */
export const bcc: Variant = {
  name: "bcc",
  precision:
    "Counted in the kernel. Resolves user frames inside the target's own mount namespace and JIT frames from /tmp/perf-PID.map. Needs frame pointers; thread names that hold `;` are cut at it.",
  requires: [{ kind: "binary", binary: program }, loadBpf, { kind: "headers" }],
  overhead: {
    cpuPercentOfCore: 1,
    basis: "profile(8): negligible at 49 Hz; one second of CPU at the start, to compile, is not in this figure",
  },
  collect(args, node) {
    const { seconds, hertz, pids } = profileRequest(args, node.target);
    const argv = [
      "-F",
      `${hertz}`,
      "-f",
      "-d",
      "-a",
      "--stack-storage-size",
      "65536",
      ...pidOption(pids),
      `${seconds}`,
    ];
    return { kind: "commands", commands: [{ binary: program, argv }] };
  },
  parse(output) {
    return profileFacts(parseFoldedProfile(output, { annotated: true }), output);
  },
};
