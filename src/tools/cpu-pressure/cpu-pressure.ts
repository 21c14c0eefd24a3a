import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { cpuPressureFactDeclarations, parseCpuPressure } from "./cpu-pressure-facts.ts";

/** Whether tasks wait for CPUs, on the host and in the target's cgroup: the saturation beside mpstat's utilisation. */
export const cpuPressure: Tool = {
  name: "cpu-pressure",
  title: "how much tasks wait for a CPU",
  arguments: { duration: durationArgument },
  facts: cpuPressureFactDeclarations,
  windowMs,
  variants: [
    {
      name: "procfs",
      precision: "Pressure is exact where the kernel keeps PSI; runnable tasks are read four times a second.",
      requires: [],
      overhead: { cpuPercentOfCore: 0.3, basis: "four small files, four times a second" },
      collect: (args, node) => ({
        kind: "samples",
        paths: [
          "/proc/pressure/cpu",
          "/proc/loadavg",
          "/proc/stat",
          ...(node.target.kind === "process" && node.target.cgroups["unified"] !== undefined
            ? [`${node.target.cgroups["unified"]}/cpu.pressure`]
            : []),
        ],
        intervalMs: 250,
        windowMs: windowMs(args),
      }),
      parse: parseCpuPressure,
    },
  ],
};
