import type { Arguments } from "../../argument.ts";
import { diagItself, jattach, asyncProfiler as library } from "../../programs.ts";
import type { Requirement } from "../../requirement.ts";
import { frameKind } from "../../stacks/frame.ts";
import type { Collection, Node, Variant } from "../../tool.ts";
import { profileRequest } from "../profile-request.ts";
import { attachTo } from "./attach-to.ts";
import { parseAsyncProfiler } from "./parse-async-profiler.ts";
import { programFacts } from "./program-facts.ts";

export const attachesToJvm: readonly Requirement[] = [
  { kind: "target", targets: ["process"] },
  { kind: "runtime", anyOf: ["jvm"] },
  { kind: "binary", binary: jattach },
  { kind: "binary", binary: library },
  { kind: "capability", anyOf: ["SYS_PTRACE"], reason: "reach the JVM's files" },
  { kind: "capability", anyOf: ["SYS_ADMIN"], reason: "enter the JVM's namespaces" },
];

/** No consent is asked: the JVM has a switch of its own for that (-XX:-EnableDynamicAgentLoading), and no door is opened. */
export const jvmEffect =
  "Has the JVM load async-profiler's library from a folder below the target's /tmp, which is removed afterwards. The library, the JVM's attach thread and its socket /tmp/.java_pidN stay until it ends; a JVM may warn of that on stderr (JDK 21 and newer).";

export const jvmLimits =
  "Of several JVMs it watches the busiest. One library serves glibc and musl. A JVM with -XX:+DisableAttachMechanism, or without a writable /tmp from which code may be loaded, refuses.";

/** `diag helper java-profile`, for the busiest JVM of the target. */
export function collectFromJvm(event: "cpu" | "alloc" | "lock", args: Arguments, node: Node): Collection {
  const { seconds, hertz } = profileRequest(args, node.target);
  const pid = attachTo(node.target, "jvm")?.process.pid;
  const when = ["--seconds", `${seconds}`, "--hertz", `${hertz}`];
  const argv = ["helper", "java-profile", "--pid", `${pid ?? "PID"}`, ...when, "--event", event];
  return { kind: "commands", commands: [{ binary: diagItself, argv }] };
}

export const asyncProfiler: Variant = {
  name: "async-profiler",
  precision: `Names Java methods, the JVM's own functions and native libraries in one stack; kernel frames where the JVM may use perf events, which in a container it seldom may. ${jvmLimits}`,
  requires: attachesToJvm,
  serves: ({ frames }) => frames === "program",
  effect: jvmEffect,
  overhead: { cpuPercentOfCore: 3, basis: "the copy and two attaches around 10 s of async-profiler 4 at 49 Hz" },
  collect: (args, node) => collectFromJvm("cpu", args, node),
  parse(output) {
    const seesKernel = /^sampled by cpu-clock$/m.test(output.stderr) && !/[Kk]ernel symbols/.test(output.stderr);
    const blind =
      "The JVM may not use perf events: kernel time counts for the function that called the kernel, and its share is unknown.";
    const notes = seesKernel ? [] : [blind];
    return programFacts(
      { folded: parseAsyncProfiler(output) },
      {
        partial: output.partial,
        seesKernel,
        notes,
        isProgram: (frame) => frameKind(frame) === "jit",
      },
    );
  },
};
