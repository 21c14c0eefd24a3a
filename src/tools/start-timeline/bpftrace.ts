import { basename, dirname } from "node:path";
import { bpftraceLimits } from "../bpftrace-limits.ts";
import { runsBpftrace } from "../privileges.ts";
import { bpftrace as program } from "../programs.ts";
import { pidsOf } from "../target-pids.ts";
import type { NodeTarget, Variant } from "../tool.ts";
import { windowSeconds } from "../window.ts";
import { parseTimeline } from "./parse-timeline.ts";
import { startScript } from "./start-script.ts";

/** A path or command line may be longer than the 64 bytes of the default; 200 is the most that bpftrace 0.17 takes. */
const env = bpftraceLimits({ mapKeys: 65_536, text: 128, bufferPages: 512 });

export const bpftrace: Variant = {
  name: "bpftrace",
  precision:
    "Every process, system call, connection and wait of what starts in the window, in tenths of a second. After 2,000 files of a process, 20,000 of all and 20,000 other events more are only added up. What is read by mmap(2) shows as waiting for disks, not as files; io_uring is not seen.",
  requires: [...runsBpftrace, { kind: "btf" }],
  overhead: {
    cpuPercentOfCore: 15,
    basis: "measured over 16 to 30 s: 3.7 to 4.5 s of CPU, nearly all of it at the start, to compile",
  },
  collect(args, { target }) {
    const request = { seconds: windowSeconds(args), pids: pidsOf(target), ...groupsOf(target) };
    return {
      kind: "commands",
      commands: [{ binary: program, argv: ["-q", "--no-warnings", "-e", startScript(request)], env }],
    };
  },
  parse: parseTimeline,
};

/** Only a container has a cgroup of its own: that of a process may be its whole session's. A container that its pod starts again has another. */
function groupsOf(target: NodeTarget): { readonly cgroup?: string; readonly pod?: string } {
  if (target.kind === "host" || target.container === undefined) return {};
  const folder = target.cgroups["cpu"] ?? target.cgroups["unified"];
  if (folder === undefined) return {};
  const above = basename(dirname(folder));
  return { cgroup: basename(folder), ...(/pod[0-9a-f_-]{36}/.test(above) ? { pod: above } : {}) };
}
