import { number, string, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { readSamples, windowOf } from "../samples.ts";
import type { Parsed, RawOutput } from "../tool.ts";
import { type ThreadUse, threadUses } from "./thread-use.ts";

const shownThreads = 50;
/** A thread counts as busy from half a core on. */
const busyFrom = 50;

export const threadFactDeclarations = {
  threads: {
    kind: "table",
    description: `The ${shownThreads} threads that used most CPU.`,
    columns: {
      tid: { kind: "number", description: "Thread id, as the host numbers it." },
      name: { kind: "string", description: "Thread name (comm, at most 15 bytes)." },
      cpu: { kind: "number", unit: "percent-of-core", description: "CPU time per wall time." },
      waiting: {
        kind: "number",
        unit: "percent-of-core",
        description: "Time runnable without a CPU per wall time (schedstat).",
      },
      state: { kind: "string", description: "State at the last reading, as a letter of proc_pid_stat(5)." },
    },
  },
  count: { kind: "number", unit: "count", description: "Threads at the last reading." },
  cpu: { kind: "number", unit: "percent-of-core", description: "CPU time of all threads per wall time." },
  system: {
    kind: "number",
    unit: "percent-of-core",
    description: "Of that in the kernel (stime of /proc/PID/task/TID/stat), in steps of 10 ms.",
  },
  waiting: {
    kind: "number",
    unit: "percent-of-core",
    optional: true,
    description:
      "Time that threads were runnable without a CPU, per wall time (/proc/PID/task/TID/schedstat, field 2); throttling included.",
  },
  busyThreads: { kind: "number", unit: "count", description: `Threads that used ${busyFrom} % of a core or more.` },
  busiest: {
    kind: "number",
    unit: "percent-of-core",
    description: "CPU time of the busiest thread per wall time; 100 is all one thread can use.",
  },
  busiestName: { kind: "string", description: "Its name." },
  busiestTid: { kind: "number", unit: "none", description: "Its thread id." },
} as const satisfies Record<string, FactDeclaration>;

type ThreadFacts = Partial<Record<keyof typeof threadFactDeclarations, ParsedFact>>;

export function parseThreads(output: RawOutput): Parsed {
  const samples = readSamples(output.stdout);
  const seconds = windowOf(samples);
  const uses = seconds > 0 ? threadUses(samples) : [];
  const busiest = uses[0];
  if (busiest === undefined) return { facts: {}, notes: [] };
  const rate = (amount: number) => (100 * amount) / seconds;
  const total = (amount: (use: ThreadUse) => number) => rate(uses.reduce((sum, use) => sum + amount(use), 0));
  const hasWaits = uses.some(({ waitSeconds }) => waitSeconds !== undefined);
  const facts: ThreadFacts = {
    threads: table(
      threadFactDeclarations.threads,
      uses
        .slice(0, shownThreads)
        .map((use) => [use.tid, use.name, rate(use.cpuSeconds), rate(use.waitSeconds ?? 0), use.state]),
    ),
    count: number(uses.filter(({ isAlive }) => isAlive).length, "count"),
    cpu: number(
      total(({ cpuSeconds }) => cpuSeconds),
      "percent-of-core",
    ),
    system: number(
      total(({ systemSeconds }) => systemSeconds),
      "percent-of-core",
    ),
    ...(hasWaits
      ? {
          waiting: number(
            total(({ waitSeconds }) => waitSeconds ?? 0),
            "percent-of-core",
          ),
        }
      : {}),
    busyThreads: number(uses.filter(({ cpuSeconds }) => rate(cpuSeconds) >= busyFrom).length, "count"),
    busiest: number(rate(busiest.cpuSeconds), "percent-of-core"),
    busiestName: string(busiest.name),
    busiestTid: number(busiest.tid, "none"),
  };
  const notes = hasWaits
    ? []
    : ["This kernel keeps no schedstat: waits are unknown and CPU times are in steps of 10 ms."];
  return { facts, notes };
}
