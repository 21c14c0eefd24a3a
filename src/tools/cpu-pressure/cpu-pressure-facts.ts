import { number, percent, series } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { pressureLine, pressureShare } from "../kernel-files/pressure.ts";
import { readSamples, windowOf } from "../samples.ts";
import type { ParseContext, Parsed, RawOutput, Sample } from "../tool.ts";

export const cpuPressureFactDeclarations = {
  some: {
    kind: "number",
    unit: "percent",
    optional: true,
    description:
      "Share of the window in which some task of the host waited for a CPU (total of /proc/pressure/cpu). Absent without PSI.",
  },
  someAvg10: {
    kind: "number",
    unit: "percent",
    optional: true,
    description: "The kernel's own ten-second average of it, at the end.",
  },
  cgroupSome: {
    kind: "number",
    unit: "percent",
    optional: true,
    description: "The same of the target's cgroup (cpu.pressure, v2 only); throttling counts as waiting.",
  },
  runnable: {
    kind: "number",
    unit: "count",
    description: "Tasks that run or could run, mean (procs_running of /proc/stat, less the one that reads it).",
  },
  runnableMaximum: { kind: "number", unit: "count", description: "Most at one reading." },
  runnablePerCpu: {
    kind: "number",
    unit: "none",
    description: "Mean of runnable tasks per CPU: above 1 some must wait.",
  },
  load: {
    kind: "number",
    unit: "none",
    optional: true,
    description: "One-minute load average at the end (/proc/loadavg): runnable and uninterruptible tasks.",
  },
  contextSwitches: {
    kind: "number",
    unit: "per-second",
    optional: true,
    description: "Context switches of the host (ctxt of /proc/stat).",
  },
  cpus: { kind: "number", unit: "count", description: "Online CPUs." },
  runnableOverTime: { kind: "series", unit: "count", description: "Runnable tasks at each reading." },
  someOverTime: { kind: "series", unit: "percent", optional: true, description: "Pressure in each interval." },
} as const satisfies Record<string, FactDeclaration>;

type CpuPressureFacts = Partial<Record<keyof typeof cpuPressureFactDeclarations, ParsedFact>>;

export function parseCpuPressure(output: RawOutput, context: ParseContext): Parsed {
  const samples = readSamples(output.stdout);
  const [first, last, seconds] = [samples[0], samples.at(-1), windowOf(samples)];
  const runnable = samples.flatMap((sample): [number, number][] => {
    const running = /^procs_running (\d{1,9})$/m.exec(sample.files["/proc/stat"] ?? "")?.[1];
    return running === undefined ? [] : [[sample.at, Math.max(0, Number(running) - 1)]];
  });
  if (first === undefined || last === undefined || runnable.length === 0) return { facts: {}, notes: [] };
  const mean = runnable.reduce((sum, [, count]) => sum + count, 0) / runnable.length;
  const facts: CpuPressureFacts = {
    ...hostPressure(samples, seconds),
    ...cgroupPressure(first, last, seconds),
    runnable: number(mean, "count"),
    runnableMaximum: number(
      runnable.reduce((most, [, count]) => Math.max(most, count), 0),
      "count",
    ),
    runnablePerCpu: number(mean / Math.max(1, context.cpus), "none"),
    ...loadOf(last),
    ...contextSwitches(first, last, seconds),
    cpus: number(context.cpus, "count"),
    runnableOverTime: series(runnable, "count"),
  };
  const notes =
    facts.some === undefined ? ["This kernel keeps no pressure figures (PSI): only runnable tasks are told."] : [];
  return { facts, notes };
}

function hostPressure(samples: readonly Sample[], seconds: number): CpuPressureFacts {
  const points = samples.flatMap(({ at, files }) => {
    const pressure = pressureLine(files["/proc/pressure/cpu"], "some");
    return pressure === undefined ? [] : [{ at, pressure }];
  });
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || seconds <= 0) return {};
  const shares = points.slice(1).map(({ at, pressure }, index): [number, number] => {
    const before = points[index] ?? first;
    return [at, pressureShare(before.pressure, pressure, at - before.at)];
  });
  return {
    some: percent(pressureShare(first.pressure, last.pressure, last.at - first.at)),
    someAvg10: percent(last.pressure.avg10),
    someOverTime: series(shares, "percent"),
  };
}

function cgroupPressure(first: Sample, last: Sample, seconds: number): CpuPressureFacts {
  const path = Object.keys(last.files).find((file) => file.endsWith("/cpu.pressure"));
  if (path === undefined || seconds <= 0) return {};
  const [start, end] = [pressureLine(first.files[path], "some"), pressureLine(last.files[path], "some")];
  return start === undefined || end === undefined ? {} : { cgroupSome: percent(pressureShare(start, end, seconds)) };
}

function loadOf(sample: Sample): CpuPressureFacts {
  const load = /^\d{1,9}\.\d{1,4}/.exec(sample.files["/proc/loadavg"] ?? "")?.[0];
  return load === undefined ? {} : { load: number(Number(load), "none") };
}

function contextSwitches(first: Sample, last: Sample, seconds: number): CpuPressureFacts {
  const [start, end] = [first, last].map(({ files }) => /^ctxt (\d{1,19})$/m.exec(files["/proc/stat"] ?? "")?.[1]);
  if (start === undefined || end === undefined || seconds <= 0) return {};
  return { contextSwitches: number(Math.max(0, Number(end) - Number(start)) / seconds, "per-second") };
}
