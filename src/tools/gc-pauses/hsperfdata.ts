import { attachTo } from "../profile/runtime/attach-to.ts";
import { diagItself } from "../programs.ts";
import type { Variant } from "../tool.ts";
import { windowSeconds } from "../window.ts";
import { jvmFacts } from "./jvm-heap.ts";
import { jvmReadings } from "./jvm-readings.ts";

/** The counters that HotSpot keeps for jstat(1), read from their file: nothing is done to the JVM. */
export const hsperfdata: Variant = {
  name: "hsperfdata",
  precision:
    "The JVM's own counters, read four times a second: every collection is in them, and of how long it stopped the program all but the time that threads take to stop. Of a concurrent collector they have the pauses only: the CPU time that it takes beside the program is not in them. Of several JVMs it watches the busiest.",
  requires: [
    { kind: "target", targets: ["process"] },
    { kind: "runtime", anyOf: ["jvm"] },
    { kind: "capability", anyOf: ["SYS_PTRACE"], reason: "reach the JVM's files" },
  ],
  overhead: { cpuPercentOfCore: 2, basis: "measured: 0.17 to 0.19 s of CPU over 6 and 10 s, most of it to start" },
  collect(args, { target }) {
    const jvm = attachTo(target, "jvm")?.process;
    const whom = ["--pid", `${jvm?.pid ?? "PID"}`, "--container-pid", `${jvm?.containerPid ?? "PID"}`];
    const argv = ["helper", "jvm-counters", ...whom, "--seconds", `${windowSeconds(args)}`];
    return { kind: "commands", commands: [{ binary: diagItself, argv }] };
  },
  parse(output) {
    const facts = jvmFacts(jvmReadings(output.stdout));
    return { facts: facts ?? {}, notes: output.partial ? ["It was cut short."] : [] };
  },
};
