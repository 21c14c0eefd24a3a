import { number, string } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { parseTaskStat, ticksPerSecond } from "../kernel-files/task-stat.ts";
import { readSamples } from "../samples.ts";
import type { Parsed, RawOutput } from "../tool.ts";
import { containerId } from "./container-id.ts";
import { cpuListCount } from "./cpu-list.ts";
import { detectRuntime } from "./runtime.ts";

export const processFactDeclarations = {
  pid: { kind: "number", unit: "none", description: "Process id, as the host numbers it." },
  name: { kind: "string", description: "Name of the main thread (/proc/PID/comm, at most 15 bytes)." },
  command: { kind: "string", description: "Command line, arguments joined by blanks; the name where there is none." },
  executable: {
    kind: "string",
    optional: true,
    description: "Path of the program in its own mount namespace (/proc/PID/exe).",
  },
  runtime: { kind: "string", description: "native, go, node, python, ruby, jvm, dotnet or unknown." },
  userId: { kind: "number", unit: "none", optional: true, description: "Effective user id (/proc/PID/status, Uid)." },
  state: { kind: "string", description: "State as a letter of proc_pid_stat(5)." },
  parent: { kind: "number", unit: "none", description: "Process id of its parent." },
  threads: { kind: "number", unit: "count", description: "Threads of the process." },
  age: { kind: "number", unit: "seconds", optional: true, description: "Since it started." },
  startedAt: { kind: "string", optional: true, description: "When it started, UTC, ISO 8601." },
  allowedCpus: {
    kind: "number",
    unit: "count",
    optional: true,
    description: "CPUs it may run on (Cpus_allowed_list).",
  },
  resident: { kind: "number", unit: "bytes", optional: true, description: "Resident set (VmRSS)." },
  container: {
    kind: "string",
    optional: true,
    description: "Id of its container, 64 digits. Absent outside containers.",
  },
  cgroup: {
    kind: "string",
    optional: true,
    description: "Path of its cgroup: v2's, else that of v1's cpu controller.",
  },
} as const satisfies Record<string, FactDeclaration>;

type ProcessFacts = Partial<Record<keyof typeof processFactDeclarations, ParsedFact>>;

export function parseProcess(output: RawOutput): Parsed {
  const files = readSamples(output.stdout)[0]?.files ?? {};
  const statPath = Object.keys(files).find((path) => /^\/proc\/\d+\/stat$/.test(path));
  const stat = parseTaskStat(statPath === undefined ? undefined : files[statPath]);
  if (statPath === undefined || stat === undefined) {
    return {
      facts: {},
      notes: [],
      problem: { code: "target-gone", message: "the process was gone when it was looked at" },
    };
  }
  const folder = statPath.slice(0, -"/stat".length);
  const file = (name: string) => files[`${folder}/${name}`] ?? "";
  const status = file("status");
  const [executable, membership] = [file("exe"), file("cgroup")];
  const name = file("comm").replace(/\n$/, "") || stat.comm;
  const facts: ProcessFacts = {
    pid: number(Number(folder.slice("/proc/".length)), "none"),
    name: string(name),
    command: string(file("cmdline").split("\0").join(" ").trim() || name),
    ...optionalString("executable", executable),
    runtime: string(detectRuntime({ exe: executable, maps: file("maps"), comm: name })),
    ...optionalNumber("userId", /^Uid:\t\d+\t(\d+)/m.exec(status)?.[1], "none"),
    state: string(stat.state),
    parent: number(stat.parent, "none"),
    threads: number(stat.threads, "count"),
    ...times(stat.startTicks, files["/proc/uptime"], files["/proc/stat"]),
    ...optionalNumber("allowedCpus", cpuListCount(/^Cpus_allowed_list:\t(.*)$/m.exec(status)?.[1]), "count"),
    ...optionalNumber("resident", kibibytes(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]), "bytes"),
    ...optionalString("container", containerId(membership)),
    ...optionalString("cgroup", cgroupPath(membership)),
  };
  return { facts, notes: [] };
}

/** The start is counted from boot: /proc/uptime tells how long ago that was, `btime` of /proc/stat when. */
function times(startTicks: number, uptime: string | undefined, stat: string | undefined): ProcessFacts {
  const start = startTicks / ticksPerSecond;
  const up = Number(/^[\d.]+/.exec(uptime ?? "")?.[0]);
  const boot = Number(/^btime (\d{1,11})$/m.exec(stat ?? "")?.[1]);
  const startedAt = new Date((boot + start) * 1000);
  return {
    ...(Number.isFinite(up) ? { age: number(Math.max(0, up - start), "seconds") } : {}),
    ...(Number.isNaN(startedAt.getTime()) ? {} : { startedAt: string(startedAt.toISOString()) }),
  };
}

/** cgroups(7): the line `0::PATH` is v2. In a hybrid hierarchy it is the root, and the controllers are v1's. */
function cgroupPath(membership: string): string | undefined {
  const unified = /^0::(.*)$/m.exec(membership)?.[1];
  const cpu = /^\d+:(?:[\w=]+,)*cpu(?:,[\w=]+)*:(.*)$/m.exec(membership)?.[1];
  return unified === undefined || unified === "/" ? (cpu ?? unified) : unified;
}

function optionalString(name: keyof ProcessFacts, value: string | undefined): ProcessFacts {
  return value === undefined || value === "" ? {} : { [name]: string(value) };
}

function optionalNumber(
  name: keyof ProcessFacts,
  value: string | number | undefined,
  unit: "none" | "count" | "bytes",
): ProcessFacts {
  return value === undefined ? {} : { [name]: number(Number(value), unit) };
}

function kibibytes(value: string | undefined): number | undefined {
  return value === undefined ? undefined : Number(value) * 1024;
}
