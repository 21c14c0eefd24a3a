import { stackFactDeclarations } from "../stacks/stack-facts.ts";
import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { bcc } from "./bcc.ts";
import { bpftrace } from "./bpftrace.ts";
import { libbpf } from "./libbpf.ts";
import { perf } from "./perf.ts";

/**
 * On-CPU stacks by timed sampling, of every CPU, on the kernel's software cpu-clock: virtual machines seldom have
 * hardware counters. 49 Hz, not 50 or 100, so that sampling does not run in step with what is sampled.
 */
export const profile: Tool = {
  name: "profile",
  title: "on-CPU stacks, sampled",
  arguments: {
    duration: durationArgument,
    frequency: {
      type: "integer",
      description: "Samples a second on each CPU.",
      default: 49,
      minimum: 1,
      maximum: 999,
      unit: "hertz",
    },
  },
  facts: {
    ...stackFactDeclarations,
    lost: {
      kind: "number",
      unit: "samples",
      optional: true,
      description: "Samples that the tool took but could not keep or show, by its own account.",
    },
  },
  windowMs,
  // By what they resolved and kept when measured side by side (test/tools/recordings/README.md). perf names as much as
  // BCC and needs neither headers nor BTF, but writes every sample: on a host of many CPUs its text outgrows the cap.
  // bpftrace loses stacks, libbpf does not see into containers.
  variants: [bcc, perf, bpftrace, libbpf],
};
