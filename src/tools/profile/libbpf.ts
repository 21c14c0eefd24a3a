import { loadBpf } from "../privileges.ts";
import { libbpfTool } from "../programs.ts";
import type { Variant } from "../tool.ts";
import { parseFoldedProfile } from "./parse-folded-profile.ts";
import { pidOption, profileRequest } from "./profile-request.ts";
import { profileFacts } from "./sampled-stacks.ts";

/** Not the bare name: under it some distributions have BCC's. Debian 12's libbpf-tools has no `profile` yet. */
const program = libbpfTool("profile", { bare: false });

/**
 * profile of libbpf-tools. Starts at once: nothing is compiled. Its flags are BCC's but for `-a`, so the `-` of `-d`
 * tells kernel frames. The map holds 1024 stacks by default.
 */
export const libbpf: Variant = {
  name: "libbpf",
  precision:
    "Counted in the kernel. Reads symbols in diag's mount namespace: frames of a target in another container stay unknown. No JIT frames, and C++ and Rust names stay mangled. Needs frame pointers.",
  requires: [{ kind: "binary", binary: program }, loadBpf, { kind: "btf" }],
  overhead: { cpuPercentOfCore: 1, basis: "as BCC's profile(8): negligible at 49 Hz" },
  collect(args, node) {
    const { seconds, hertz, pids } = profileRequest(args, node.target);
    const argv = ["-F", `${hertz}`, "-f", "-d", "--stack-storage-size", "65536", ...pidOption(pids), `${seconds}`];
    return { kind: "commands", commands: [{ binary: program, argv }] };
  },
  parse(output) {
    return profileFacts(parseFoldedProfile(output, { annotated: false }), output);
  },
};
