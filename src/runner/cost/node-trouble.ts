import { formatQuantity } from "../../documents/format-quantity.ts";
import type { Budget } from "../../documents/plan.generated.ts";
import type { Probe } from "../../documents/probe.generated.ts";
import { DiagError } from "../../errors.ts";

const mebibyte = 1024 ** 2;

/**
 * What makes diagnosis itself dangerous: that a tool takes the last memory, so that the OOM killer picks a program of the
 * node, or the last disk, so that a database stops. A CPU or a disk that is busy is what people come to diagnose; a tool
 * adds little to it, and its budget holds it there. Those pressures are told beside the others and refuse nothing.
 *
 * @returns a clause with its figures for each trouble, the empty list where there is none.
 */
export function nodeTroubles({ memory, pressure, disk }: Probe, budget: Budget): string[] {
  const { availableBytes, totalBytes } = memory;
  const wanted = memoryWanted(totalBytes);
  const isShort = totalBytes > 0 && availableBytes < wanted;
  const thrashes = pressure !== undefined && pressure.memoryFull >= fullPercent && availableBytes < totalBytes / 10;
  // The step may write its budget, and the node needs as much again for its own logs and files.
  const diskWanted = 2 * budget.diskBytes;
  return [
    ...(isShort
      ? [
          `${bytes(availableBytes)} of ${bytes(totalBytes)} memory is available, and diag leaves a node alone below ${bytes(wanted)}`,
        ]
      : []),
    ...(thrashes
      ? [
          `all its tasks waited for memory ${percent(pressure.memoryFull)} of the last 10 s, with ${bytes(availableBytes)} available; ${percent(fullPercent)} is too much`,
        ]
      : []),
    ...(disk !== undefined && disk.freeBytes < diskWanted
      ? [
          `${bytes(disk.freeBytes)} of ${bytes(disk.totalBytes)} is free where the output goes, and twice a step's disk budget, ${bytes(diskWanted)}, is wanted`,
        ]
      : []),
  ];
}

/** @throws DiagError `node-in-trouble`, with all the figures. */
export function refuseInTrouble(probe: Probe, budget: Budget): void {
  const troubles = nodeTroubles(probe, budget);
  if (troubles.length === 0) return;
  throw new DiagError("node-in-trouble", `The node is in trouble: ${troubles.join("; ")} (${figures(probe)})`, {
    hint: "Free what is short, give `--out` another disk where that is it, or run with `--force` where the answer is worth the risk.",
  });
}

/** `at the moment: memory pressure 12 % full, I/O pressure 3 % some, CPU pressure 61 % some, load 3.2 on 2 CPUs` */
function figures({ pressure, load, cpus }: Probe): string {
  const psi =
    pressure === undefined
      ? "pressure not told by this kernel"
      : `memory pressure ${percent(pressure.memoryFull)} full, I/O pressure ${percent(pressure.ioSome)} some, CPU pressure ${percent(pressure.cpuSome)} some`;
  return `at the moment: ${psi}, load ${load} on ${cpus} CPUs`;
}

/**
 * The kubelet evicts below 100 MiB (its default `memory.available<100Mi`), and a tool that compiles with LLVM (BCC,
 * bpftrace) holds about 150 MiB: together 256. On large nodes 3 %, since there memory goes faster, but no more than the
 * memory budget of a step where none is written, 1 GiB. A node that is small altogether is allowed a quarter.
 */
function memoryWanted(totalBytes: number): number {
  const wanted = Math.min(Math.max(256 * mebibyte, 0.03 * totalBytes), 1024 * mebibyte);
  return Math.min(wanted, totalBytes / 4);
}

/**
 * `full` counts time in which no task got anything done for want of memory (psi.rst). systemd-oomd kills at 60 % that last
 * 30 s (DefaultMemoryPressureLimit= of oomd.conf(5)); at a tenth a node is on its way there. Only together with memory that
 * is short on the whole node: a container that thrashes at its own limit raises the same figure on an idle node, and is a
 * case to diagnose.
 */
const fullPercent = 10;

function bytes(value: number): string {
  return formatQuantity(value, "bytes").replaceAll("\u202f", " ");
}

function percent(value: number): string {
  return formatQuantity(value, "percent").replaceAll("\u202f", " ");
}
