import type { Arguments } from "../../argument.ts";
import { diagItself, nsenter } from "../../programs.ts";
import type { Requirement } from "../../requirement.ts";
import { frameKind } from "../../stacks/frame.ts";
import type { Collection, Node, Variant } from "../../tool.ts";
import { profileRequest } from "../profile-request.ts";
import { attachTo } from "./attach-to.ts";
import { parseNodeProfile } from "./parse-node-profile.ts";
import { programFacts } from "./program-facts.ts";

/** It asks for consent: while the inspector is open, who is on the target's loopback can run code in the program. */
export const opensInspector: readonly Requirement[] = [
  { kind: "target", targets: ["process"] },
  { kind: "runtime", anyOf: ["node"] },
  { kind: "binary", binary: nsenter },
  { kind: "capability", anyOf: ["SYS_ADMIN"], reason: "enter the target's network namespace" },
  { kind: "capability", anyOf: ["KILL"], reason: "send SIGUSR1 to a Node.js process" },
  { kind: "consent", reason: "open Node.js's inspector by SIGUSR1 and have V8 profile the program" },
];

export const nodeEffect =
  "Opens Node.js's inspector by SIGUSR1 on the target's 127.0.0.1, by which whoever is on that loopback can run code in the program, and closes it afterwards; Node.js tells of it on stderr. V8 compiles its optimised functions anew, once, and the program stands still for a tenth of a second when the inspector closes. A program with a handler of its own for SIGUSR1 gets that signal.";

/** `diag helper node-profile`, for the busiest Node.js process of the target. */
export function collectFromNode(event: "cpu" | "alloc", args: Arguments, node: Node): Collection {
  const { seconds, hertz } = profileRequest(args, node.target);
  const pid = attachTo(node.target, "node")?.process.pid;
  const when = ["--seconds", `${seconds}`, "--hertz", `${hertz}`];
  const argv = ["helper", "node-profile", "--pid", `${pid ?? "PID"}`, ...when, "--event", event];
  return { kind: "commands", commands: [{ binary: diagItself, argv }] };
}

/** V8's own CPU profiler, by the inspector. */
export const nodeInspector: Variant = {
  name: "node-inspector",
  precision:
    "Names JavaScript functions and where each begins, of the main thread: not of workers. V8's and native code is `(program)`; a native function, and the kernel, count for the JavaScript function that called them. Node.js 20 and older count a function that V8 inlined for its caller, where its line does not tell. Of several Node.js processes it watches the busiest.",
  requires: opensInspector,
  serves: ({ frames }) => frames === "program",
  effect: nodeEffect,
  overhead: { cpuPercentOfCore: 2, basis: "V8's profiler at 49 Hz in one busy Node.js process" },
  collect: (args, node) => collectFromNode("cpu", args, node),
  parse(output) {
    const stacks = parseNodeProfile(output);
    const notes = stacks.waits > 0 ? [`${stacks.waits} samples caught it waiting for events and are left out.`] : [];
    return programFacts(stacks, { partial: output.partial, notes, isProgram: (frame) => frameKind(frame) === "jit" });
  },
};
