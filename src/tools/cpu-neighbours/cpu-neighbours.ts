import { diagItself } from "../programs.ts";
import { pidsOf } from "../target-pids.ts";
import type { Tool } from "../tool.ts";
import { durationArgument, windowMs, windowSeconds } from "../window.ts";
import { cpuNeighbourDeclarations } from "./cpu-neighbour-declarations.ts";
import { parseCpuNeighbours } from "./cpu-neighbour-facts.ts";

/** Who else used the CPUs, which of them the target may use, and by what weights and priorities they are shared. */
export const cpuNeighbours: Tool = {
  name: "cpu-neighbours",
  title: "who shares the CPUs, and by what rules",
  arguments: { duration: durationArgument },
  facts: cpuNeighbourDeclarations,
  windowMs,
  variants: [
    {
      name: "procfs",
      precision:
        "The kernel's own counters at the start and the end. CPU time of processes in steps of 10 ms; processes that began and ended in between are not seen. Tells who ran, not during whose wait: run-queue-rivals does.",
      requires: [],
      overhead: {
        cpuPercentOfCore: 1.2,
        basis:
          "measured over 10 s: 0.10 to 0.13 s of CPU, nearly all of it to start, with some 150 processes on the machine",
      },
      collect: (args, { target }) => {
        const pids = pidsOf(target);
        const words = [...(pids.length === 0 ? [] : ["--pids", pids.join(",")]), "--seconds", `${windowSeconds(args)}`];
        return { kind: "commands", commands: [{ binary: diagItself, argv: ["helper", "cpu-neighbours", ...words] }] };
      },
      parse: parseCpuNeighbours,
    },
  ],
};
