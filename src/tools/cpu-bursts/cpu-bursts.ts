import { diagItself } from "../programs.ts";
import { pidsOf } from "../target-pids.ts";
import type { NodeTarget, Tool } from "../tool.ts";
import { durationArgument, windowMs, windowSeconds } from "../window.ts";
import { cpuBurstDeclarations } from "./cpu-burst-declarations.ts";
import { parseCpuBursts } from "./cpu-bursts-facts.ts";

/** When within its periods a CPU quota stops the target, for how long, and what would pass. */
export const cpuBursts: Tool = {
  name: "cpu-bursts",
  title: "bursts that a CPU quota stops, and what limit would do",
  arguments: { duration: durationArgument },
  facts: cpuBurstDeclarations,
  windowMs,
  variants: [
    {
      name: "cgroupfs",
      precision:
        "The kernel's own counters of every limited cgroup on the path, every 10 ms (less often where a reading takes more than 0.5 ms). Use within a period is known to a tick of the kernel's clock; threads that want a CPU are counted about 27 times a second.",
      requires: [{ kind: "target", targets: ["process"] }, { kind: "cgroup" }],
      overhead: {
        cpuPercentOfCore: 6,
        basis:
          "measured over 10 s in ten containers: 0.4 to 0.8 s of CPU, 0.1 s of it to start; 0.1 s in all where nothing limits the target",
      },
      collect: (args, { target }) => ({
        kind: "commands",
        commands: [{ binary: diagItself, argv: ["helper", "cpu-bursts", ...words(target, windowSeconds(args))] }],
      }),
      parse: parseCpuBursts,
    },
  ],
};

/** Only a v1 hierarchy has a cpu controller of its own; where there is one, v2 has none. */
function words(target: NodeTarget, seconds: number): string[] {
  const { cpu, cpuacct, unified } = target.cgroups;
  return [
    ...["--pids", pidsOf(target).join(","), "--seconds", `${seconds}`],
    ...["--cgroup", cpu ?? unified ?? "/sys/fs/cgroup"],
    ...(cpu === undefined || cpuacct === undefined ? [] : ["--accounting", cpuacct]),
  ];
}
