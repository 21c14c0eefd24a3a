import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { bpftrace } from "./bpftrace.ts";
import { fileDeclarations } from "./file-fact-declarations.ts";
import { libbpf } from "./libbpf.ts";
import { procfs } from "./procfs.ts";

/** What is read from which files, written to them and synced, in calls of which size, and what of it page cache answers. */
export const fileIo: Tool = {
  name: "file-io",
  title: "reads, writes, syncs and opens by file, and page-cache misses",
  arguments: { duration: durationArgument },
  facts: fileDeclarations,
  windowMs,
  variants: [bpftrace, libbpf, procfs],
};
