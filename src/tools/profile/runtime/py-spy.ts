import { cat, pySpy as program } from "../../programs.ts";
import type { Variant } from "../../tool.ts";
import { profileRequest } from "../profile-request.ts";
import { attachTo } from "./attach-to.ts";
import { isPython, parsePySpy } from "./parse-py-spy.ts";
import { programFacts } from "./program-facts.ts";

/**
 * py-spy record: reads the interpreter's memory from outside. `-F` names a function by the line where it begins, not by
 * the line that runs, so that its samples are one frame; `-t` keeps threads apart. Idle threads are left out (no
 * `--idle`). Not `--nonblocking`: stacks read while they change are wrong, and native ones cannot be unwound.
 */
function variant(options: { readonly name: string; readonly native: boolean; readonly precision: string }): Variant {
  return {
    name: options.name,
    precision: options.precision,
    requires: [
      { kind: "target", targets: ["process"] },
      { kind: "runtime", anyOf: ["python"] },
      { kind: "binary", binary: program },
      { kind: "capability", anyOf: ["SYS_PTRACE"], reason: "read the interpreter's memory" },
    ],
    serves: ({ frames }) => frames === "program",
    effect: "Stops the Python process for each sample, by ptrace, while its stack is read: about a millisecond.",
    overhead: options.native
      ? {
          cpuPercentOfCore: 5,
          basis: "py-spy 0.4.3 with native frames, of C extensions too, on one busy process at 49 Hz",
        }
      : { cpuPercentOfCore: 2, basis: "py-spy 0.4.3 on one busy process at 49 Hz" },
    collect(args, node) {
      const { seconds, hertz } = profileRequest(args, node.target);
      const found = attachTo(node.target, "python", true);
      const file = node.artifact("py-spy.folded");
      const how = [...(options.native ? ["--native"] : []), ...(found?.hasOthers === true ? ["--subprocesses"] : [])];
      const when = ["-d", `${seconds}`, "-r", `${hertz}`];
      return {
        kind: "commands",
        commands: [
          {
            binary: program,
            argv: [
              "record",
              "-p",
              `${found?.process.pid ?? "PID"}`,
              ...when,
              "-f",
              "raw",
              "-F",
              "-t",
              ...how,
              "-o",
              file,
            ],
          },
          { binary: cat, argv: [file] },
        ],
      };
    },
    parse(output) {
      const stacks = parsePySpy(output);
      const share = Math.round((100 * stacks.nameless) / stacks.total);
      const notes = [
        `${share} % of the samples were in native code without symbols: they count for the Python function that called it.`,
        `${stacks.waits} samples caught a thread that had begun to wait, for the GIL or a lock, and are left out.`,
      ].filter((_, index) => (index === 0 ? share >= 1 : stacks.waits > 0));
      return programFacts(stacks, { partial: output.partial, notes, isProgram: isPython });
    },
  };
}

const common =
  "Names Python functions, and where each begins. Sees no kernel frames: a system call counts for the function that made it. A thread is idle or not by its state at the sample, so a short wait for the GIL may count as running.";

export const pySpy: Variant = variant({
  name: "py-spy",
  native: true,
  precision: `${common} Native frames of C extensions are between the Python frames where their library has symbols.`,
});

/** Native unwinding fails for some builds of Python (`UNW_EBADREG`); what remains is what the interpreter knows. */
export const pySpyPlain: Variant = variant({
  name: "py-spy-plain",
  native: false,
  precision: `${common} Code of C extensions counts for the Python function that called it.`,
});
