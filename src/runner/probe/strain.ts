import { readFileSync, statfsSync } from "node:fs";
import type { Probe } from "../../documents/probe.generated.ts";

/** Undefined where the kernel has no PSI, or was started without it (then the files are there and cannot be read). */
export function readPressure(proc = "/proc"): Probe["pressure"] {
  try {
    const [cpu, memory, io] = ["cpu", "memory", "io"].map((name) => readFileSync(`${proc}/pressure/${name}`, "utf8"));
    return {
      cpuSome: average(cpu, "some"),
      memorySome: average(memory, "some"),
      memoryFull: average(memory, "full"),
      ioSome: average(io, "some"),
      ioFull: average(io, "full"),
    };
  } catch {
    return undefined;
  }
}

export function readDisk(folder: string): Probe["disk"] {
  try {
    const { bsize, blocks, bavail } = statfsSync(folder);
    return { totalBytes: bsize * blocks, freeBytes: bsize * bavail };
  } catch {
    return undefined;
  }
}

/** `some avg10=0.28 avg60=…`: Documentation/accounting/psi.rst of the kernel. */
function average(text = "", line: "some" | "full"): number {
  return Number(new RegExp(`^${line} avg10=([0-9.]+)`, "m").exec(text)?.[1] ?? 0);
}
