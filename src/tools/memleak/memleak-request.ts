import type { Arguments } from "../argument.ts";
import { diagItself } from "../programs.ts";
import { pidsOf } from "../target-pids.ts";
import type { Collection, NodeTarget } from "../tool.ts";
import { windowSeconds } from "../window.ts";

/** Who traces: the families of tools that each stand behind a variant. */
export const tracers = ["bpftrace", "bcc", "libbpf"] as const;
export type Tracer = (typeof tracers)[number];

/** `diag helper memleak`, which finds the allocator, estimates the rate of allocations, and then traces them or refuses to. */
export function collectBy(tracer: Tracer, args: Arguments, target: NodeTarget): Collection {
  const pids = pidsOf(target);
  const sampleRate = args["sampleRate"];
  const argv = [
    ...["helper", "memleak", "--tracer", tracer, "--pids", pids.length === 0 ? "PID" : pids.join(",")],
    ...["--seconds", `${windowSeconds(args)}`, "--minimum-age", `${numberOf(args, "minimumAge", 5_000)}`],
    ...["--maximum-slowdown", `${numberOf(args, "maximumSlowdown", 25)}`],
    ...(typeof sampleRate === "number" ? ["--sample-rate", `${sampleRate}`] : []),
  ];
  return { kind: "commands", commands: [{ binary: diagItself, argv }] };
}

function numberOf(args: Arguments, name: string, other: number): number {
  const value = args[name];
  return typeof value === "number" ? value : other;
}
