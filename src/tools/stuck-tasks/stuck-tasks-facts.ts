import { number, series, string, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { textLines } from "../text-lines.ts";
import type { Parsed, RawOutput } from "../tool.ts";
import type { OddTask, TaskProcess, TaskReading } from "./odd-task.ts";

const shownId = 12;
const count = (description: string) => ({ kind: "number", unit: "count", description }) as const;
const text = (description: string) => ({ kind: "string", optional: true, description }) as const;
const pid = (description: string) => ({ kind: "number", unit: "none", optional: true, description }) as const;

export const stuckTaskFactDeclarations = {
  stuck: {
    kind: "table",
    description:
      "Threads that were in one and the same uninterruptible sleep (`D`) at every reading of the window, without running in between, those of one process and place together.",
    columns: {
      pid: { kind: "number", description: "Process." },
      name: { kind: "string", description: "Name of its thread." },
      container: { kind: "string", description: "Its container; else empty." },
      threads: count("How many threads of it."),
      wchan: { kind: "string", description: "The kernel function in which they sleep; empty where that is not told." },
      parent: { kind: "string", description: "Name of its parent." },
    },
  },
  stuckCount: count("Those threads."),
  stuckName: text("Of the process with most of them the thread's name."),
  stuckPid: pid("Its pid."),
  stuckContainer: text("Its container."),
  stuckWchan: text("The kernel function in which they sleep."),
  sleeping: { kind: "series", unit: "count", description: "Threads in uninterruptible sleep at each reading." },
  zombies: {
    kind: "table",
    description: "Parents of processes that had ended before the window began and were not reaped at its end (`Z`).",
    columns: {
      parent: { kind: "number", description: "Who would have to reap them." },
      name: { kind: "string", description: "Its name." },
      container: { kind: "string", description: "Its container; else empty." },
      zombies: count("How many."),
      children: { kind: "string", description: "What most of them are called." },
    },
  },
  zombieCount: count("Those that were there for the whole window."),
  zombieGrowth: count("By how many more there were at the end of the window than at its start."),
  zombieParent: text("Name of the process that has most of them."),
  zombieParentPid: pid("Its pid."),
  zombieParentContainer: text("Its container."),
  zombieParentCount: { ...count("How many of them are its."), optional: true },
  threads: count("Threads of the node at the end."),
} as const satisfies Record<string, FactDeclaration>;

type Facts = Partial<Record<keyof typeof stuckTaskFactDeclarations, ParsedFact>>;

/** `diag helper stuck-tasks` */
export function parseStuckTasks(output: RawOutput): Parsed {
  const readings: TaskReading[] = [];
  const processes = new Map<number, TaskProcess>();
  try {
    for (const line of textLines(output.stdout)) {
      const value = JSON.parse(line) as TaskReading | TaskProcess;
      if (value.kind === "reading") readings.push(value);
      else if (value.kind === "process") processes.set(value.pid, value);
    }
    return { facts: factsOf(readings, processes), notes: [] };
  } catch {
    return { facts: {}, notes: [], problem: { code: "no-output", message: "the output is not diag's own" } };
  }
}

function factsOf(readings: readonly TaskReading[], processes: ReadonlyMap<number, TaskProcess>): Facts {
  const [first, last] = [readings[0], readings.at(-1)];
  if (first === undefined || last === undefined) throw new Error("no reading");
  const lasting = lastingTasks(readings);
  const stuck = groups(
    lasting.filter(({ state }) => state === "D"),
    ({ pid, wchan }) => `${pid} ${wchan}`,
  );
  const zombies = groups(
    lasting.filter(({ state }) => state === "Z"),
    ({ parent }) => `${parent}`,
  );
  const nameOf = (id: number) => processes.get(id)?.name ?? "";
  const containerOf = (id: number) => processes.get(id)?.container?.slice(0, shownId) ?? "";
  const [worst, parent] = [stuck[0]?.[0], zombies[0]?.[0].parent];
  return {
    stuck: table(
      stuckTaskFactDeclarations.stuck,
      stuck.map(([one, ...more]) => [
        ...[one.pid, one.name, containerOf(one.pid), 1 + more.length, sleepsIn(one) ?? "", nameOf(one.parent)],
      ]),
    ),
    stuckCount: number(stuck.flat().length, "count"),
    ...(worst === undefined ? {} : { stuckName: string(worst.name), stuckPid: number(worst.pid, "none") }),
    ...given("stuckContainer", worst && containerOf(worst.pid)),
    ...given("stuckWchan", worst && sleepsIn(worst)),
    sleeping: series(
      readings.map(({ at, sleeping }) => [at, sleeping]),
      "count",
    ),
    zombies: table(
      stuckTaskFactDeclarations.zombies,
      zombies.map(([one, ...more]) => [
        ...[one.parent, nameOf(one.parent), containerOf(one.parent), 1 + more.length, commonest([one, ...more])],
      ]),
    ),
    zombieCount: number(zombies.flat().length, "count"),
    zombieGrowth: number(Math.max(0, last.zombies - first.zombies), "count"),
    ...(parent === undefined
      ? {}
      : {
          zombieParentPid: number(parent, "none"),
          zombieParentCount: number(zombies[0]?.length ?? 0, "count"),
        }),
    ...given("zombieParent", parent === undefined ? undefined : nameOf(parent)),
    ...given("zombieParentContainer", parent === undefined ? undefined : containerOf(parent)),
    threads: number(last.threads, "count"),
  };
}

/** Those of the last reading that were the same at every one before; none with a single reading, of which nothing lasts. */
function lastingTasks(readings: readonly TaskReading[]): OddTask[] {
  if (readings.length < 2) return [];
  const keyOf = ({ state, tid, startTicks, switches }: OddTask) => `${state} ${tid} ${startTicks} ${switches}`;
  const before = readings.slice(0, -1).map(({ tasks }) => new Set(tasks.map(keyOf)));
  return (readings.at(-1)?.tasks ?? []).filter((task) => before.every((keys) => keys.has(keyOf(task))));
}

/** The largest first. */
function groups(tasks: readonly OddTask[], keyOf: (task: OddTask) => string): [OddTask, ...OddTask[]][] {
  const found = new Map<string, [OddTask, ...OddTask[]]>();
  for (const task of tasks) {
    const group = found.get(keyOf(task));
    if (group === undefined) found.set(keyOf(task), [task]);
    else group.push(task);
  }
  return [...found.values()].toSorted((a, b) => b.length - a.length);
}

function commonest(tasks: readonly OddTask[]): string {
  return groups(tasks, ({ name }) => name)[0]?.[0].name ?? "";
}

/** Without root, and where the kernel has no names of its functions, it says 0. */
function sleepsIn({ wchan }: OddTask): string | undefined {
  return wchan === undefined || wchan === "0" || wchan === "" ? undefined : wchan;
}

function given<K extends keyof Facts>(name: K, value: string | undefined): Facts {
  return value === undefined || value === "" ? {} : { [name]: string(value) };
}
