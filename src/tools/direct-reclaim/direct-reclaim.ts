import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { bpftrace } from "./bpftrace.ts";
import { directReclaimFactDeclarations } from "./direct-reclaim-facts.ts";
import { libbpf } from "./libbpf.ts";

/** Who waits because memory has to be taken back before there is any: how long, how often, and on which path. */
export const directReclaim: Tool = {
  name: "direct-reclaim",
  title: "time that tasks spend on reclaim, by process and stack",
  arguments: { duration: durationArgument },
  facts: directReclaimFactDeclarations,
  windowMs,
  variants: [bpftrace, libbpf],
};
