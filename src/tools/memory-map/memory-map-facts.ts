import { number } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { readSamples } from "../samples.ts";
import type { Parsed, RawOutput, Sample } from "../tool.ts";

/** Sums over all processes, at the end of the window, after Documentation/filesystems/proc.rst (smaps). */
export const memoryMapFactDeclarations = {
  unique: {
    kind: "number",
    unit: "bytes",
    description: "Pages that no other process has: what ending it gives back (Private_Clean and Private_Dirty).",
  },
  uniqueGrowth: { kind: "number", unit: "bytes", description: "Change of unique over the window." },
  proportional: {
    kind: "number",
    unit: "bytes",
    description: "Each page divided by how many processes have it (Pss): adds up right over processes.",
  },
  hugePages: {
    kind: "number",
    unit: "bytes",
    description: "Anonymous memory in huge pages of 2 MiB (AnonHugePages): may hold more than the program uses.",
  },
  lazilyFreed: {
    kind: "number",
    unit: "bytes",
    description: "Given back with MADV_FREE, and resident until the kernel needs it (LazyFree).",
  },
  locked: { kind: "number", unit: "bytes", description: "Cannot be moved to swap (Locked)." },
} as const satisfies Record<string, FactDeclaration>;

type Facts = Record<keyof typeof memoryMapFactDeclarations, ParsedFact>;

export function parseMemoryMap(output: RawOutput): Parsed {
  const samples = readSamples(output.stdout).filter(({ files }) => Object.values(files).some((text) => text !== ""));
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined) {
    const message = "smaps_rollup of the target could not be read: it has ended, or belongs to another user";
    return { facts: {}, notes: [], problem: { code: "not-permitted", message, mend: "run as root or with sudo" } };
  }
  const unique = (sample: Sample) => sumOf(sample, "Private_Clean") + sumOf(sample, "Private_Dirty");
  const facts: Facts = {
    unique: number(unique(last), "bytes"),
    uniqueGrowth: number(unique(last) - unique(first), "bytes"),
    proportional: number(sumOf(last, "Pss"), "bytes"),
    hugePages: number(sumOf(last, "AnonHugePages"), "bytes"),
    lazilyFreed: number(sumOf(last, "LazyFree"), "bytes"),
    locked: number(sumOf(last, "Locked"), "bytes"),
  };
  return { facts, notes: [] };
}

function sumOf({ files }: Sample, name: string): number {
  const line = new RegExp(`^${name}:\\s+(\\d{1,15}) kB$`, "m");
  return Object.values(files).reduce((sum, text) => sum + Number(line.exec(text)?.[1] ?? 0) * 1024, 0);
}
