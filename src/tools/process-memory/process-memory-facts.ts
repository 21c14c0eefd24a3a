import { number, series, string, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { readSamples } from "../samples.ts";
import type { Parsed, RawOutput, Sample } from "../tool.ts";
import { type StatusMemory, statusMemory } from "./status-memory.ts";

const processColumns = {
  pid: { kind: "number", description: "As the host numbers it." },
  name: { kind: "string", description: "/proc/PID/comm." },
  resident: { kind: "number", unit: "bytes", description: "VmRSS at the end." },
  anonymous: { kind: "number", unit: "bytes", description: "RssAnon at the end." },
  growth: { kind: "number", unit: "bytes", description: "Change of VmRSS over the window." },
} as const;

export const processMemoryFactDeclarations = {
  rss: { kind: "series", unit: "bytes", description: "Resident set of all processes (VmRSS, proc_pid_status(5))." },
  anonymous: {
    kind: "series",
    unit: "bytes",
    description: "Of that, memory of no file: heaps, stacks, anonymous mappings (RssAnon).",
  },
  file: {
    kind: "series",
    unit: "bytes",
    description: "Of that, pages of files: programs, libraries, mapped files (RssFile).",
  },
  shared: { kind: "series", unit: "bytes", description: "Of that, shared memory and tmpfs (RssShmem)." },
  heap: {
    kind: "series",
    unit: "bytes",
    description:
      "Heaps and stacks, resident or in swap (RssAnon and VmSwap): what malloc and runtimes give is here, and all other anonymous memory.",
  },
  data: {
    kind: "series",
    unit: "bytes",
    description: "Private writable memory that was asked for, touched or not (VmData).",
  },
  swap: { kind: "series", unit: "bytes", description: "Memory that was moved to swap (VmSwap)." },
  processes: { kind: "table", columns: processColumns, description: "The processes, those that grew most first." },
  processCount: { kind: "number", unit: "count", description: "Processes at the end of the window." },
  growingName: { kind: "string", description: "Name of the process that grew most." },
  growingPid: { kind: "number", unit: "none", description: "Its pid, as the host numbers it." },
} as const satisfies Record<string, FactDeclaration>;

type Facts = Partial<Record<keyof typeof processMemoryFactDeclarations, ParsedFact>>;

export function parseProcessMemory(output: RawOutput): Parsed {
  const samples = readSamples(output.stdout);
  const first = samples[0];
  const last = samples.findLast((sample) => processesOf(sample).size > 0);
  if (first === undefined || last === undefined) {
    return {
      facts: {},
      notes: [],
      problem: { code: "target-gone", message: "no process of the target was there to be looked at" },
    };
  }
  const start = processesOf(first);
  const rows = [...processesOf(last)]
    .map(([pid, one]) => ({ pid, one, growth: one.resident - (start.get(pid)?.resident ?? 0) }))
    .toSorted((a, b) => b.growth - a.growth || b.one.resident - a.one.resident);
  const over = (name: Exclude<keyof StatusMemory, "name">) =>
    series(
      samples.flatMap((sample): [number, number][] => {
        const found = [...processesOf(sample).values()];
        return found.length === 0 ? [] : [[sample.at, found.reduce((sum, one) => sum + one[name], 0)]];
      }),
      "bytes",
    );
  const [growing] = rows;
  const facts: Facts = {
    rss: over("resident"),
    anonymous: over("anonymous"),
    file: over("file"),
    shared: over("shared"),
    heap: over("heap"),
    data: over("data"),
    swap: over("swapped"),
    processes: table(
      processMemoryFactDeclarations.processes,
      rows.map(({ pid, one, growth }) => [pid, one.name, one.resident, one.anonymous, growth]),
    ),
    processCount: number(rows.length, "count"),
    growingName: string(growing?.one.name ?? ""),
    growingPid: number(growing?.pid ?? 0, "none"),
  };
  const gone = [...start.keys()].filter((pid) => !rows.some((row) => row.pid === pid)).length;
  return {
    facts,
    notes: gone === 0 ? [] : [`${gone} of ${start.size} processes ended in the window: the sums fall with them.`],
  };
}

function processesOf({ files }: Sample): Map<number, StatusMemory> {
  const found = new Map<number, StatusMemory>();
  for (const [path, text] of Object.entries(files)) {
    const [, pid] = /^\/proc\/(\d+)\/status$/.exec(path) ?? [];
    const memory = statusMemory(text);
    if (pid !== undefined && memory !== undefined) found.set(Number(pid), memory);
  }
  return found;
}
