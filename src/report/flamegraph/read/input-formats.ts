import { BpftraceStacksReader } from "./bpftrace-stacks-reader.ts";
import { CpuprofileReader } from "./cpuprofile-reader.ts";
import { FoldedProfileReader } from "./folded-profile-reader.ts";
import { MemleakReader } from "./memleak-reader.ts";
import { PerfScriptReader } from "./perf-script-reader.ts";
import { PprofReader } from "./pprof-reader.ts";
import type { ProfileReader, ReaderOptions } from "./profile-reader.ts";
import { SpeedscopeReader } from "./speedscope-reader.ts";

/** A format that profiles are read from, by the name that `--from` takes. */
export interface InputFormat {
  readonly name: string;
  reader(options: ReaderOptions): ProfileReader;
}

/** All of them: a new one is its reader, its line here, and how it is told from the others in `recognise.ts`. */
export const inputFormats = [
  { name: "folded", reader: (options) => new FoldedProfileReader(options) },
  { name: "perf-script", reader: (options) => new PerfScriptReader(options) },
  { name: "bpftrace", reader: (options) => new BpftraceStacksReader(options) },
  { name: "memleak", reader: (options) => new MemleakReader(options) },
  { name: "pprof", reader: (options) => new PprofReader(options) },
  { name: "speedscope", reader: (options) => new SpeedscopeReader(options) },
  { name: "cpuprofile", reader: (options) => new CpuprofileReader(options) },
] as const satisfies readonly InputFormat[];

export type InputFormatName = (typeof inputFormats)[number]["name"];
