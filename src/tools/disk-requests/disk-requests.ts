import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { bpftrace } from "./bpftrace.ts";
import { diskRequestDeclarations } from "./disk-request-declarations.ts";
import { libbpf } from "./libbpf.ts";

/** Who asks what of which disk, and how long that takes: before the device gets it, and in the device. */
export const diskRequests: Tool = {
  name: "disk-requests",
  title: "requests of disks by process: time queued and time in the device",
  arguments: { duration: durationArgument },
  facts: diskRequestDeclarations,
  windowMs,
  variants: [bpftrace, libbpf],
};
