import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { bcc } from "./bcc.ts";
import { bpftrace } from "./bpftrace.ts";
import { libbpf } from "./libbpf.ts";
import { runQueueFactDeclarations } from "./run-queue-facts.ts";

/** Run-queue latency: how long threads that could run waited for a CPU, woken or preempted (runqlat(8)). */
export const runqlat: Tool = {
  name: "runqlat",
  title: "run-queue latency",
  arguments: { duration: durationArgument },
  facts: runQueueFactDeclarations,
  windowMs,
  // libbpf first: it costs least per event and takes the layout of task_struct from BTF. BCC takes it from headers,
  // and where those are not exactly the kernel's it silently sees other processes than it was asked for.
  variants: [libbpf, bpftrace, bcc],
};
