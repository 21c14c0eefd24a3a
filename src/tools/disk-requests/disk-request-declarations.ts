import type { FactDeclaration } from "../fact-declaration.ts";

const milliseconds = { kind: "number", unit: "milliseconds", optional: true } as const;

export const diskRequestDeclarations = {
  requests: {
    kind: "number",
    unit: "per-second",
    description: "Reads and synchronous writes that the target's processes asked for themselves, of all disks.",
  },
  errors: {
    kind: "number",
    unit: "count",
    description: "Reads, writes and flushes of the node that ended with an error.",
  },
  errorDisk: { kind: "string", optional: true, description: "The disk that had most of them. Absent without any." },
  disk: {
    kind: "string",
    optional: true,
    description: "The disk on which the target's requests spent most time. Absent where it asked for nothing.",
  },
  waitLatency: {
    ...milliseconds,
    description: "What its reads and synchronous writes there took on average, from being asked for to their end.",
  },
  waitQueue: { ...milliseconds, description: "Of that the time before the device got them." },
  waitDevice: { ...milliseconds, description: "Of that the time in the device." },
  waitBytes: { kind: "number", unit: "bytes", optional: true, description: "Their size on average." },
  waitLongest: { ...milliseconds, description: "The longest." },
  latency: {
    kind: "histogram",
    unit: "microseconds",
    optional: true,
    description: "What the target's reads and synchronous writes took. Absent without any.",
  },
  deviceLatency: {
    kind: "histogram",
    unit: "microseconds",
    optional: true,
    description: "What of it was spent in the device.",
  },
  p99High: {
    kind: "number",
    unit: "microseconds",
    optional: true,
    description: "99th percentile of the latency, as the upper bound of the power-of-two bucket in which it falls.",
  },
  inFlight: {
    kind: "number",
    unit: "count",
    optional: true,
    description: "Requests in flight on that disk on average, of all who use it.",
  },
  ownInFlight: { kind: "number", unit: "count", optional: true, description: "Of that the target's." },
  ownShare: { kind: "number", unit: "percent", optional: true, description: "The same in percent." },
  ownName: { kind: "string", optional: true, description: "Of the target's threads the one with most in flight." },
  ownPid: { kind: "number", unit: "none", optional: true, description: "Pid of its process." },
  rivalName: {
    kind: "string",
    optional: true,
    description:
      "Of those that are not the target's, the one with most in flight on that disk, the kernel's own threads aside. Absent where there is none.",
  },
  rivalPid: { kind: "number", unit: "none", optional: true, description: "Its pid." },
  rivalShare: { kind: "number", unit: "percent", optional: true, description: "Its share of what is in flight there." },
  rivalInFlight: { kind: "number", unit: "count", optional: true, description: "How many of its requests are." },
  rivalBytes: {
    kind: "number",
    unit: "bytes-per-second",
    optional: true,
    description: "What it reads and writes there.",
  },
  kernelShare: {
    kind: "number",
    unit: "percent",
    optional: true,
    description:
      "Share of what is in flight there that the kernel's own threads asked for: page cache written out, journals, what a limit held back.",
  },
  processes: {
    kind: "table",
    description: "Who asked what of which disk, those with most requests in flight first, 50 at most.",
    columns: {
      disk: { kind: "string", description: "Name." },
      pid: { kind: "number", description: "As the host numbers it." },
      name: { kind: "string", description: "Name of the thread (comm); of the kernel's own, what it does." },
      ofTarget: { kind: "boolean", description: "It is one of the target's." },
      kind: {
        kind: "string",
        description: "read, sync (a write that somebody waits for), write (of page cache), flush, other.",
      },
      rate: { kind: "number", unit: "per-second", description: "Requests that ended." },
      bytes: { kind: "number", unit: "bytes-per-second", description: "Their bytes." },
      queue: { kind: "number", unit: "milliseconds", description: "Time before the device got one, on average." },
      device: { kind: "number", unit: "milliseconds", description: "Time in the device." },
      longest: { kind: "number", unit: "milliseconds", description: "The longest of both together." },
      inFlight: { kind: "number", unit: "count", description: "How many were queued or served on average." },
    },
  },
} as const satisfies Record<string, FactDeclaration>;
