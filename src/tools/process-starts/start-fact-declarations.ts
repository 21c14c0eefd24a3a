import type { FactDeclaration } from "../fact-declaration.ts";

/** Rows of a table. */
export const shown = 50;

export const startDeclarations = {
  watched: { kind: "number", unit: "seconds", description: "How long it watched." },
  starts: {
    kind: "number",
    unit: "count",
    description: "Processes that began. By looking, those that were seen: at least so many.",
  },
  perSecond: {
    kind: "number",
    unit: "per-second",
    optional: true,
    description: "Processes that began a second. Absent where not every one is counted.",
  },
  cpu: {
    kind: "number",
    unit: "percent-of-core",
    description:
      "CPU time of those that began and ended meanwhile; by looking, that of all that ended and were waited for (cutime and cstime of /proc/PID/stat).",
  },
  brief: {
    kind: "number",
    unit: "percent-of-core",
    description:
      "Of that, what those took that used less than 50 ms each; by looking, that of which nothing was seen at readings up to 20 times a second.",
  },
  machine: {
    kind: "number",
    unit: "per-second",
    optional: true,
    description:
      "Tasks that began on the whole machine, threads as well (processes of /proc/stat): the target's are no more. By looking only.",
  },
  origins: {
    kind: "table",
    optional: true,
    description: `Who was there before and began them, itself or by others that it began, ${shown} at most. Absent where not every one is counted.`,
    columns: {
      name: { kind: "string", description: "Name of the process (comm); of what came from outside, who brought most." },
      pid: { kind: "number", description: "As the host numbers it; 0 where they came from outside." },
      kind: {
        kind: "string",
        description: "shell, program, or outside: they came into the container from outside of it.",
      },
      perSecond: { kind: "number", unit: "per-second", description: "Processes that began a second." },
      steady: {
        kind: "number",
        unit: "percent",
        description: "Share of the seconds of the window in which any began.",
      },
      cpu: { kind: "number", unit: "percent-of-core", description: "CPU time of those that ended." },
      each: { kind: "number", unit: "microseconds", description: "CPU time of one, on average." },
      most: { kind: "string", description: "The program that used most CPU time of them." },
      mostPerSecond: { kind: "number", unit: "per-second", description: "How many of it ended a second." },
      mostParent: { kind: "string", description: "Name of who forked it." },
      command: { kind: "string", description: "Its command line, as one of them was called." },
    },
  },
  programs: {
    kind: "table",
    optional: true,
    description: `What began and ended, that which used most CPU time first, ${shown} at most. Absent where not every one is counted.`,
    columns: {
      program: { kind: "string", description: "Name as it ended (comm)." },
      parent: { kind: "string", description: "Name of who forked it." },
      origin: { kind: "number", description: "Pid of the process that was there before; 0 from outside." },
      ended: { kind: "number", unit: "count", description: "How many ended." },
      perSecond: { kind: "number", unit: "per-second", description: "How many ended a second." },
      lifetime: { kind: "number", unit: "microseconds", description: "How long one was there, on average." },
      each: { kind: "number", unit: "microseconds", description: "CPU time of one, on average." },
      cpu: { kind: "number", unit: "percent-of-core", description: "CPU time of all." },
      broken: {
        kind: "number",
        unit: "percent",
        description: "Share that a signal ended, or that ended with 126 or 127.",
      },
      forkOnly: { kind: "boolean", description: "It ran no program of its own: a subshell, a worker." },
      command: { kind: "string", description: "Its command line, as one of them was called." },
    },
  },
  seen: {
    kind: "table",
    optional: true,
    description: `Processes that were seen to have begun, ${shown} programs at most. By looking only: what ends between two looks is not in it.`,
    columns: {
      program: { kind: "string", description: "Name as it was last seen (comm)." },
      parent: { kind: "string", description: "Name of its parent." },
      seen: { kind: "number", unit: "count", description: "How many were seen: at least so many began." },
      cpu: { kind: "number", unit: "percent-of-core", description: "CPU time that they were seen to use." },
    },
  },
  lifetimes: {
    kind: "histogram",
    unit: "microseconds",
    optional: true,
    description: "How long they were there. Absent where not every one is counted, or none ended.",
  },
  overTime: {
    kind: "series",
    unit: "per-second",
    optional: true,
    description: "Processes that began in each second. Absent where not every one is counted.",
  },
} as const satisfies Record<string, FactDeclaration>;
