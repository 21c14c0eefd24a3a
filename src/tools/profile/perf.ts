import { perf as program } from "../programs.ts";
import type { Variant } from "../tool.ts";
import { parsePerfScript } from "./parse-perf-script.ts";
import { pidOption, profileRequest } from "./profile-request.ts";
import { profileFacts } from "./sampled-stacks.ts";

/**
 * perf-record(1), then perf-script(1) over what it wrote. `-e cpu-clock` because virtual machines hide the cycle
 * counter; `-g` by frame pointers: `--call-graph dwarf` copies 8 KB of stack a sample. `--no-inline`, for perf would start addr2line
 * for every frame of a program with debug information and take minutes. `--no-bpf-event` because the thread that listens for
 * BPF programs keeps perf alive for up to a second after the window. Only the fields that are read are printed.
 */
export const perf: Variant = {
  name: "perf",
  precision:
    "Every sample is written to perf.data. Resolves user frames inside the target's own mount namespace and JIT frames from /tmp/perf-PID.map, also for processes that have ended. Needs frame pointers.",
  // It writes every sample of every CPU: on a host of many its text outgrows what is kept.
  lastFor: "host",
  requires: [{ kind: "binary", binary: program }, { kind: "perf-events" }],
  overhead: {
    cpuPercentOfCore: 1,
    basis: "perf record of one busy process at 49 Hz; reading the symbols afterwards is not in it",
  },
  collect(args, node) {
    const { seconds, hertz, pids } = profileRequest(args, node.target);
    const data = node.artifact("perf.data");
    const whom = pids.length === 0 ? ["-a"] : pidOption(pids);
    return {
      kind: "commands",
      commands: [
        {
          binary: program,
          argv: [
            "record",
            "-e",
            "cpu-clock",
            "-F",
            `${hertz}`,
            "-g",
            "--no-bpf-event",
            ...whom,
            "-o",
            data,
            "--",
            "sleep",
            `${seconds}`,
          ],
        },
        {
          binary: program,
          argv: ["script", "-i", data, "--force", "--no-inline", "--show-lost-events", "-F", "comm,pid,tid,ip,sym,dso"],
        },
      ],
    };
  },
  parse(output) {
    return profileFacts(parsePerfScript(output), output);
  },
};
