import { diagItself, rbspy as program } from "../../programs.ts";
import type { Variant } from "../../tool.ts";
import { profileRequest } from "../profile-request.ts";
import { attachTo } from "./attach-to.ts";
import { parseRbspy } from "./parse-rbspy.ts";
import { programFacts } from "./program-facts.ts";

/** rbspy record: reads the interpreter's memory from outside. `diag helper ruby-profile` says which Ruby to read it as. */
export const rbspy: Variant = {
  name: "rbspy",
  precision:
    "Names Ruby methods and their files. Methods written in C and native code count for the Ruby method that called them. Sees no kernel frames. Threads are not told apart; which of them are on a CPU is told by their state at the sample.",
  requires: [
    { kind: "target", targets: ["process"] },
    { kind: "runtime", anyOf: ["ruby"] },
    { kind: "binary", binary: program },
    { kind: "capability", anyOf: ["SYS_PTRACE"], reason: "read the interpreter's memory" },
  ],
  serves: ({ frames }) => frames === "program",
  effect: "Stops the Ruby process for each sample, by ptrace, while its stack is read: less than a millisecond.",
  overhead: { cpuPercentOfCore: 4, basis: "rbspy 0.38 on one busy process at 49 Hz for 10 s" },
  collect(args, node) {
    const { seconds, hertz } = profileRequest(args, node.target);
    const found = attachTo(node.target, "ruby", true);
    const file = ["--file", node.artifact("rbspy.folded")];
    const whom = ["--pid", `${found?.process.pid ?? "PID"}`, ...(found?.hasOthers === true ? ["--subprocesses"] : [])];
    const argv = ["helper", "ruby-profile", ...whom, "--seconds", `${seconds}`, "--hertz", `${hertz}`, ...file];
    return { kind: "commands", commands: [{ binary: diagItself, argv }] };
  },
  parse(output) {
    const read = /^read as Ruby ([\d.]+)$/m.exec(output.stderr)?.[1];
    const note = `rbspy does not know this patch release of Ruby: its memory was read as Ruby ${read}'s.`;
    return programFacts(parseRbspy(output), {
      partial: output.partial,
      notes: read === undefined ? [] : [note],
      isProgram: (frame) => !frame.endsWith("[c function]"),
    });
  },
};
