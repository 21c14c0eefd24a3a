import type { FactDeclaration } from "../fact-declaration.ts";

const milliseconds = { kind: "number", unit: "milliseconds", optional: true } as const;
const share = { kind: "number", unit: "percent", optional: true } as const;

export const diskLoadDeclarations = {
  disk: {
    kind: "string",
    optional: true,
    description:
      "The disk with most requests in flight, where most is waited for, of those below the target's file systems, of a host of all: what the other figures are of. Absent where none had anything to do; then they are 0.",
  },
  mounts: {
    kind: "string",
    optional: true,
    description: "Where the target sees it, with the file system: `/data (ext4)`. Absent for hosts.",
  },
  reads: { kind: "number", unit: "per-second", description: "Reads that ended." },
  writes: { kind: "number", unit: "per-second", description: "Writes that ended." },
  readBytes: { kind: "number", unit: "bytes-per-second", description: "Read." },
  writtenBytes: { kind: "number", unit: "bytes-per-second", description: "Written." },
  latency: {
    ...milliseconds,
    description: "What a read or write took on average, queueing included (await of iostat). Absent without any.",
  },
  readLatency: { ...milliseconds, description: "What a read took. Absent without any." },
  writeLatency: { ...milliseconds, description: "What a write took. Absent without any." },
  flushLatency: {
    ...milliseconds,
    description: "What a flush of its cache took. Absent without any, and before Linux 5.5.",
  },
  inFlight: {
    kind: "number",
    unit: "count",
    description: "Requests that were queued or served on average (aqu-sz of iostat).",
  },
  inFlightBusy: {
    kind: "number",
    unit: "count",
    description:
      "The same while there were any: above 1 they wait for one another, unless the disk serves several at once.",
  },
  busy: {
    kind: "number",
    unit: "percent",
    description: "Share of the window in which it had something to do (%util of iostat).",
  },
  latencyOverTime: {
    kind: "series",
    unit: "milliseconds",
    optional: true,
    description: "What requests took in each interval.",
  },
  inFlightOverTime: {
    kind: "series",
    unit: "count",
    optional: true,
    description: "Requests in flight in each interval.",
  },
  busyOverTime: {
    kind: "series",
    unit: "percent",
    optional: true,
    description: "Share of each interval in which it had something to do.",
  },
  nodePressureSome: {
    ...share,
    description: "Share of the window in which some task of the node waited for a disk (PSI).",
  },
  pressureSome: {
    ...share,
    description:
      "Share in which some task of the target's cgroup did (io.pressure, v2 and hybrid); of a host that of the node.",
  },
  pressureFull: { ...share, description: "Share in which all of its tasks that could run did." },
  limitKind: {
    kind: "string",
    optional: true,
    description: "read or write: the limit of a cgroup that was met most. Absent without any.",
  },
  limitInBytes: { kind: "boolean", optional: true, description: "It is of bytes, not of operations." },
  limitValue: {
    kind: "number",
    unit: "none",
    optional: true,
    description: "Bytes or operations a second that it allows.",
  },
  limitRate: {
    kind: "number",
    unit: "none",
    optional: true,
    description: "Bytes or operations a second that were asked for.",
  },
  limitMet: { ...share, description: "Share of the intervals in which nine tenths of it were reached." },
  limitShare: { ...share, description: "The rate of the window in percent of the limit." },
  limitDisk: { kind: "string", optional: true, description: "Name of its device." },
  limitCgroup: { kind: "string", optional: true, description: "Whose it is." },
  limitAbove: { kind: "boolean", optional: true, description: "It is of a cgroup above the target's." },
  disks: {
    kind: "table",
    description: "Disks that had something to do, those with most requests in flight first.",
    columns: {
      disk: { kind: "string", description: "Name." },
      ofTarget: { kind: "boolean", description: "It is below a file system of the target." },
      rotates: {
        kind: "string",
        description:
          "Whether the kernel takes it for a disk that turns, yes or no (queue/rotational); empty where it is not known.",
      },
      reads: { kind: "number", unit: "per-second", description: "Reads." },
      writes: { kind: "number", unit: "per-second", description: "Writes." },
      readBytes: { kind: "number", unit: "bytes-per-second", description: "Read." },
      writtenBytes: { kind: "number", unit: "bytes-per-second", description: "Written." },
      readLatency: { kind: "number", unit: "milliseconds", description: "What a read took; 0 without any." },
      writeLatency: { kind: "number", unit: "milliseconds", description: "What a write took; 0 without any." },
      flushLatency: { kind: "number", unit: "milliseconds", description: "What a flush took; 0 without any." },
      inFlight: { kind: "number", unit: "count", description: "Requests in flight on average." },
      busy: { kind: "number", unit: "percent", description: "Time in which there was one." },
    },
  },
  limits: {
    kind: "table",
    optional: true,
    description: "Limits of the target's cgroup and of those above it. Absent without any.",
    columns: {
      cgroup: { kind: "string", description: "Whose." },
      disk: { kind: "string", description: "On which device." },
      what: { kind: "string", description: "read or write, bytes or operations, a second." },
      limit: { kind: "number", description: "What it allows." },
      rate: { kind: "number", description: "What was done." },
      met: { kind: "number", unit: "percent", description: "Intervals in which nine tenths of it were reached." },
    },
  },
} as const satisfies Record<string, FactDeclaration>;
