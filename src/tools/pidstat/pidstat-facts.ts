import { number, series, string, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import type { ParseContext, Parsed, RawOutput } from "../tool.ts";
import { processSeconds } from "./process-second.ts";

const shownProcesses = 20;

const core = (description: string) => ({ kind: "number", unit: "percent-of-core", description }) as const;
const rate = (description: string) => ({ kind: "number", unit: "per-second", description }) as const;

/** The scalars are of the target's processes together; for a host, of all that pidstat lists. */
export const pidstatFactDeclarations = {
  cpu: core("CPU time per wall time (%CPU), mean over the window."),
  user: core("Of it, user code (%usr)."),
  system: core("Of it, kernel code (%system)."),
  waiting: core("Time runnable without a CPU per wall time (%wait)."),
  voluntary: rate("Voluntary context switches (cswch/s): it waited for something."),
  involuntary: rate("Involuntary context switches (nvcswch/s): its time slice was over, or something more urgent ran."),
  minorFaults: rate("Page faults without disk access (minflt/s)."),
  majorFaults: rate("Page faults that read from disk (majflt/s)."),
  resident: { kind: "number", unit: "bytes", description: "Resident set (RSS) in the last second." },
  topCommand: { kind: "string", description: "Name of the process that used most CPU." },
  topPid: { kind: "number", unit: "none", description: "Its process id." },
  topCpu: core("Its CPU time per wall time."),
  cpuOverTime: { kind: "series", unit: "percent-of-core", description: "CPU time of all of them, each second." },
  processes: {
    kind: "table",
    description: `The ${shownProcesses} processes that used most CPU, means over the window.`,
    columns: {
      pid: { kind: "number", description: "Process id." },
      command: { kind: "string", description: "Name (comm)." },
      cpu: { kind: "number", unit: "percent-of-core", description: "CPU time per wall time." },
      user: { kind: "number", unit: "percent-of-core", description: "In user code." },
      system: { kind: "number", unit: "percent-of-core", description: "In the kernel." },
      waiting: { kind: "number", unit: "percent-of-core", description: "Runnable without a CPU." },
      voluntary: { kind: "number", unit: "per-second", description: "Voluntary context switches." },
      involuntary: { kind: "number", unit: "per-second", description: "Involuntary context switches." },
      resident: { kind: "number", unit: "bytes", description: "Resident set in the last second it was listed." },
    },
  },
} as const satisfies Record<string, FactDeclaration>;

type PidstatFacts = Partial<Record<keyof typeof pidstatFactDeclarations, ParsedFact>>;

const summed = {
  cpu: "%CPU",
  user: "%usr",
  system: "%system",
  waiting: "%wait",
  voluntary: "cswch/s",
  involuntary: "nvcswch/s",
  minorFaults: "minflt/s",
  majorFaults: "majflt/s",
} as const;

interface Totals extends Record<keyof typeof summed, number> {
  pid: number;
  command: string;
  resident: number;
}

/** pidstat lists itself when it watches the host: what diag starts is not a finding. */
const ownCommand = "pidstat";

export function parsePidstat(output: RawOutput, context: ParseContext): Parsed {
  const processes = new Map<number, Totals>();
  const perSecond: number[] = [];
  for (const { second, pid, command, value } of processSeconds(output.stdout)) {
    if (command === ownCommand && !context.pids.includes(pid)) continue;
    let totals = processes.get(pid);
    if (totals === undefined) {
      totals = {
        pid,
        command,
        resident: 0,
        cpu: 0,
        user: 0,
        system: 0,
        waiting: 0,
        voluntary: 0,
        involuntary: 0,
        minorFaults: 0,
        majorFaults: 0,
      };
      processes.set(pid, totals);
    }
    totals.command = command;
    totals.resident = value("RSS") * 1024;
    for (const name of Object.keys(summed) as (keyof typeof summed)[]) totals[name] += value(summed[name]);
    perSecond[second] = (perSecond[second] ?? 0) + value("%CPU");
  }
  const byCpu = [...processes.values()].toSorted((a, b) => b.cpu - a.cpu || a.pid - b.pid);
  const top = byCpu[0];
  // A second without a line has nothing to add, but it passed.
  const seconds = perSecond.length;
  if (top === undefined || seconds === 0) return { facts: {}, notes: [] };
  const mean = (name: keyof typeof summed) => byCpu.reduce((sum, totals) => sum + totals[name], 0) / seconds;
  const facts: PidstatFacts = {
    cpu: number(mean("cpu"), "percent-of-core"),
    user: number(mean("user"), "percent-of-core"),
    system: number(mean("system"), "percent-of-core"),
    waiting: number(mean("waiting"), "percent-of-core"),
    voluntary: number(mean("voluntary"), "per-second"),
    involuntary: number(mean("involuntary"), "per-second"),
    minorFaults: number(mean("minorFaults"), "per-second"),
    majorFaults: number(mean("majorFaults"), "per-second"),
    resident: number(
      byCpu.reduce((sum, { resident }) => sum + resident, 0),
      "bytes",
    ),
    topCommand: string(top.command),
    topPid: number(top.pid, "none"),
    topCpu: number(top.cpu / seconds, "percent-of-core"),
    cpuOverTime: series(
      Array.from(perSecond, (cpu, second) => [second + 1, cpu ?? 0]),
      "percent-of-core",
    ),
    processes: table(
      pidstatFactDeclarations.processes,
      byCpu
        .slice(0, shownProcesses)
        .map((one) => [
          one.pid,
          one.command,
          one.cpu / seconds,
          one.user / seconds,
          one.system / seconds,
          one.waiting / seconds,
          one.voluntary / seconds,
          one.involuntary / seconds,
          one.resident,
        ]),
    ),
  };
  return { facts, notes: output.partial ? [`Cut short after ${seconds} s.`] : [] };
}
