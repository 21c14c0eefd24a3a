import { number, percent } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { readSamples } from "../samples.ts";
import type { Parsed, RawOutput } from "../tool.ts";

const count = (description: string) => ({ kind: "number", unit: "count", description }) as const;
const share = (description: string) => ({ kind: "number", unit: "percent", description }) as const;

export const kernelLimitFactDeclarations = {
  tasks: count("Threads of all processes, zombies as well (fourth field of /proc/loadavg)."),
  taskLimit: count("How many there may be: the smaller of kernel.pid_max and kernel.threads-max."),
  taskShare: share("Tasks of that limit."),
  openFiles: count("Open file descriptions of the node (first field of /proc/sys/fs/file-nr)."),
  openFileLimit: count("How many there may be (fs.file-max)."),
  openFileShare: share("Open files of that limit."),
} as const satisfies Record<string, FactDeclaration>;

type Facts = Partial<Record<keyof typeof kernelLimitFactDeclarations, ParsedFact>>;

export function parseKernelLimits(output: RawOutput): Parsed {
  const files = readSamples(output.stdout).at(-1)?.files ?? {};
  const one = (pattern: RegExp, path: string) =>
    pattern
      .exec(files[path] ?? "")
      ?.slice(1)
      .map(Number) ?? [];
  const [tasks] = one(/^\S+ \S+ \S+ \d{1,9}\/(\d{1,9}) /, "/proc/loadavg");
  const [pids] = one(/^(\d{1,10})\s*$/, "/proc/sys/kernel/pid_max");
  const [threads] = one(/^(\d{1,10})\s*$/, "/proc/sys/kernel/threads-max");
  const [open, openLimit] = one(/^(\d{1,15})\s+\d{1,15}\s+(\d{1,20})\s*$/, "/proc/sys/fs/file-nr");
  if ([tasks, pids, threads, open, openLimit].includes(undefined)) return { facts: {}, notes: [] };
  const limit = Math.min(pids ?? 0, threads ?? 0);
  const facts: Facts = {
    tasks: number(tasks ?? 0, "count"),
    taskLimit: number(limit, "count"),
    taskShare: percent((100 * (tasks ?? 0)) / Math.max(1, limit)),
    openFiles: number(open ?? 0, "count"),
    openFileLimit: number(openLimit ?? 0, "count"),
    openFileShare: percent((100 * (open ?? 0)) / Math.max(1, openLimit ?? 0)),
  };
  return { facts, notes: [] };
}
