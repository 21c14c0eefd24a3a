import { number, string, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import type { Kill } from "./kill.ts";
import type { OomReport } from "./oom-report.ts";

const bytes = { kind: "number", unit: "bytes", optional: true } as const;
const text = { kind: "string", optional: true } as const;
const plainNumber = { kind: "number", unit: "none", optional: true } as const;

/** The latest kill of the target, of a host the latest of all: what mm/oom_kill.c and mm/memcontrol.c print of it. */
export const killDetailDeclarations = {
  killProcess: { ...text, description: "Whom the latest kill of the target (of a host: the latest of all) killed." },
  killPid: { ...plainNumber, description: "Its pid, as the host numbers it." },
  killAt: { ...text, description: "When, as the kernel's log says it." },
  killSince: { kind: "number", unit: "seconds", optional: true, description: "How long ago." },
  killHeld: { ...bytes, description: "What it held: anon-rss, file-rss and shmem-rss together." },
  killScoreAdj: { ...plainNumber, description: "Its oom_score_adj: 1000 is killed first, -1000 never." },
  killScope: {
    ...text,
    description:
      "What was full: `own` limit of its container or cgroup, its `pod`'s, a cgroup further `above`, the `node`, or `part-of-node` (cpuset or memory policy).",
  },
  killLimitCgroup: { ...text, description: "The cgroup that was full (oom_memcg)." },
  killLimit: { ...bytes, description: "Its limit." },
  killUsage: { ...bytes, description: "What was charged to it." },
  killAnonymous: { ...bytes, description: "Of that memory of no file: heaps and stacks." },
  killPageCache: {
    ...bytes,
    description: "Of that page cache, without shared memory: what could still be taken back.",
  },
  killShared: { ...bytes, description: "Of that shared memory and tmpfs." },
  killKernel: {
    ...bytes,
    description: "Of that memory of the kernel: slab, page tables, stacks (kernel; kmem usage on v1).",
  },
  killSlab: { ...bytes, description: "Of that slab: dentries, inodes and other objects (not on v1)." },
  killSockets: { ...bytes, description: "Of that socket buffers (not on v1)." },
  killUnevictable: { ...bytes, description: "Of that locked memory." },
  killTrigger: { ...text, description: "Name of the process whose allocation could not be served." },
  killOrder: { ...plainNumber, description: "That allocation was of 2^order pages that lie side by side." },
  killSwapTotal: { ...bytes, description: "Swap of the node, where the whole node was out of memory." },
  killSwapFree: { ...bytes, description: "Of that free." },
  killTasks: {
    kind: "table",
    optional: true,
    description:
      "Processes in what was full, as the kernel listed them before the kill, those that held most first, 30 at most.",
    columns: {
      pid: { kind: "number", description: "As the host numbers it." },
      name: { kind: "string", description: "Its name." },
      held: { kind: "number", unit: "bytes", description: "Resident and in swap." },
      anonymous: {
        kind: "number",
        unit: "bytes",
        description: "Heap and stacks; all of it where the kernel does not tell kinds apart.",
      },
      file: { kind: "number", unit: "bytes", description: "Mapped files." },
      shared: { kind: "number", unit: "bytes", description: "Shared memory and tmpfs that it has mapped." },
      swapped: { kind: "number", unit: "bytes", description: "In swap." },
      scoreAdj: { kind: "number", description: "oom_score_adj." },
      killed: { kind: "boolean", description: "It was killed." },
    },
  },
  killTaskCount: {
    kind: "number",
    unit: "count",
    optional: true,
    description: "How many processes that were, as far as they were kept: 30 at most.",
  },
  killLargest: { ...text, description: "Name of the process that held most." },
  killLargestPid: { ...plainNumber, description: "Its pid." },
  killLargestHeld: { ...bytes, description: "What it held, resident and in swap." },
  killLargestScoreAdj: { ...plainNumber, description: "Its oom_score_adj." },
  killTasksHeld: {
    ...bytes,
    description: "What all of those processes held; memory that several share is counted in each.",
  },
  killGroup: {
    kind: "boolean",
    optional: true,
    description: "All processes of the cgroup were killed with it (memory.oom.group).",
  },
} as const satisfies Record<string, FactDeclaration>;

type Facts = Partial<Record<keyof typeof killDetailDeclarations, ParsedFact>>;

export function killDetails(kill: Kill, since: number): Facts {
  return {
    killProcess: string(kill.process),
    killPid: number(kill.pid, "none"),
    killAt: string(kill.at),
    ...(Number.isFinite(since) ? { killSince: number(since, "seconds") } : {}),
    killHeld: number(kill.anonymous + kill.file + kill.shared, "bytes"),
    killScoreAdj: number(kill.scoreAdj, "none"),
    ...(kill.scope === undefined ? {} : { killScope: string(kill.scope) }),
    ...(kill.limitCgroup === undefined ? {} : { killLimitCgroup: string(kill.limitCgroup) }),
    ...(kill.report === undefined ? {} : reportFacts(kill, kill.report)),
  };
}

function reportFacts(kill: Kill, report: OomReport): Facts {
  const { memory, tasks } = report;
  const [largest] = tasks;
  return {
    ...sized("killLimit", kill.limited ? report.limit : undefined),
    ...sized("killUsage", kill.limited ? report.usage : undefined),
    ...sized("killAnonymous", memory.anonymous),
    ...sized("killPageCache", memory.pageCache),
    ...sized("killShared", memory.shared),
    ...sized("killKernel", memory.kernel),
    ...sized("killSlab", memory.slab),
    ...sized("killSockets", memory.sockets),
    ...sized("killUnevictable", memory.unevictable),
    ...(report.trigger === undefined ? {} : { killTrigger: string(report.trigger) }),
    ...(report.order === undefined ? {} : { killOrder: number(report.order, "none") }),
    ...sized("killSwapTotal", report.swapTotal),
    ...sized("killSwapFree", report.swapFree),
    ...(largest === undefined
      ? {}
      : {
          killTasks: table(
            killDetailDeclarations.killTasks,
            tasks.map((one) => [
              ...[one.pid, one.name, one.held, one.anonymous, one.file, one.shared, one.swapped, one.scoreAdj],
              one.pid === kill.pid,
            ]),
          ),
          killTaskCount: number(tasks.length, "count"),
          killLargest: string(largest.name),
          killLargestPid: number(largest.pid, "none"),
          killLargestHeld: number(largest.held, "bytes"),
          killLargestScoreAdj: number(largest.scoreAdj, "none"),
          killTasksHeld: number(
            tasks.reduce((sum, { held }) => sum + held, 0),
            "bytes",
          ),
        }),
  };
}

function sized<K extends keyof Facts>(name: K, value: number | undefined): Facts {
  return value === undefined ? {} : { [name]: number(value, "bytes") };
}
