import { diagItself } from "../../programs.ts";
import { frameKind } from "../../stacks/frame.ts";
import type { Variant } from "../../tool.ts";
import { parsePerfScript } from "../parse-perf-script.ts";
import { perf } from "../perf.ts";
import { attachTo } from "./attach-to.ts";
import { programFacts } from "./program-facts.ts";

/** perf, for a Node.js that was started with a symbol file: it names the functions too, and nothing is done to the target. */
export const perfMap: Variant = {
  name: "perf-map",
  precision:
    "Names JavaScript functions, V8's and native code, and the kernel, in one stack, from the /tmp/perf-PID.map that node writes with --perf-basic-prof. Interpreted functions have names with --interpreted-frames-native-stack only; a function that V8 inlined counts for its caller.",
  requires: [
    { kind: "target", targets: ["process"] },
    { kind: "runtime", anyOf: ["node"] },
    ...perf.requires,
    { kind: "capability", anyOf: ["SYS_PTRACE"], reason: "look for the symbol file among the target's files" },
  ],
  serves: ({ frames }) => frames === "program",
  overhead: perf.overhead,
  collect(args, node) {
    const collection = perf.collect(args, node);
    const found = attachTo(node.target, "node")?.process;
    if (collection.kind !== "commands") return collection;
    const [record, ...others] = collection.commands;
    const whom = ["--pid", `${found?.pid ?? "PID"}`, "--container-pid", `${found?.containerPid ?? "PID"}`];
    const argv = ["helper", "perf-map", ...whom, "--", ...record.argv];
    return { kind: "commands", commands: [{ binary: diagItself, argv }, ...others] };
  },
  parse(output) {
    const isProgram = (frame: string) => frameKind(frame) === "jit";
    return programFacts(parsePerfScript(output), { partial: output.partial, seesKernel: true, isProgram });
  },
};
