import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { bpftrace, bpftracePlain } from "./bpftrace.ts";
import { fileSyncDeclarations } from "./file-sync-facts.ts";
import { procfs } from "./procfs.ts";

/** Who waits until data is on the disk (fsync and its kin): for which file, how often, how long, and where in the program. */
export const fileSyncs: Tool = {
  name: "file-syncs",
  title: "time in fsync and its kin, by file and place in the program",
  arguments: { duration: durationArgument },
  facts: fileSyncDeclarations,
  windowMs,
  variants: [bpftrace, bpftracePlain, procfs],
};
