import { bpftrace, nsenter } from "./programs.ts";
import type { Requirement } from "./requirement.ts";

/**
 * Loading a tracing program: CAP_BPF with CAP_PERFMON since Linux 5.8, CAP_SYS_ADMIN before. BCC and libbpf-tools
 * of the distributions ask for root outright where they cannot read kallsyms, so the stronger one is required.
 */
export const loadBpf: Requirement = { kind: "capability", anyOf: ["SYS_ADMIN"], reason: "load BPF programs" };

/** bpftrace runs no script where it could not read the kernel (src/main.cpp), and nearly all CO-RE programs do. */
export const readsKernel: Requirement = { kind: "kernel-memory" };

/** A script of bpftrace on tracepoints. */
export const runsBpftrace: readonly Requirement[] = [
  { kind: "binary", binary: bpftrace },
  loadBpf,
  { kind: "tracefs" },
];

/** A program with a `network`: setns(2) takes CAP_SYS_ADMIN. */
export const entersNetwork: readonly Requirement[] = [
  { kind: "binary", binary: nsenter },
  { kind: "capability", anyOf: ["SYS_ADMIN"], reason: "enter the network namespace that it asks about" },
];
