import type { Requirement } from "../requirement.ts";

/** The allocator is found among the target's own files. */
export const seesTarget: readonly Requirement[] = [
  { kind: "target", targets: ["process"] },
  { kind: "capability", anyOf: ["SYS_PTRACE"], reason: "look into what the target has mapped" },
];

export const traceEffect =
  "Puts breakpoints (uprobes) on the target's malloc and free: each call is slower by microseconds while it is traced. The rate is counted for a quarter of a second before.";
