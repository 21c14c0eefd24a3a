import { number, percent, series, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import type { Parsed, RawOutput } from "../tool.ts";
import { type CpuLoad, cpuLoads, meanLoad } from "./cpu-load.ts";

/** From here on a CPU counts as busy: a single thread that never waits holds one there. */
const busyFrom = 90;

const share = (description: string) => ({ kind: "number", unit: "percent", description }) as const;

const partOverTime = (description: string) =>
  ({ kind: "series", unit: "percent", description: `${description}, of the time of all CPUs, each second.` }) as const;

export const mpstatFactDeclarations = {
  busy: share(
    "Time of all CPUs in user, system and interrupt code, mean over the window: 100 less idle, iowait and steal.",
  ),
  user: share("User code, nice and guests included (%usr %nice %guest %gnice)."),
  system: share("Kernel code, without interrupts (%sys)."),
  iowait: share("Idle while a disk request was outstanding (%iowait): idle time, not CPU use."),
  irq: share("Hardware interrupts (%irq)."),
  softirq: share("Software interrupts, network receive above all (%soft)."),
  steal: share("Runnable, but the hypervisor ran something else (%steal)."),
  idle: share("Idle (%idle)."),
  cpus: { kind: "number", unit: "count", description: "Online CPUs." },
  busyCpus: {
    kind: "number",
    unit: "count",
    description: `CPUs that were ${busyFrom} % busy or more, mean over the window.`,
  },
  busiestCpu: { kind: "number", unit: "none", optional: true, description: "Number of the busiest CPU." },
  busiestBusy: { kind: "number", unit: "percent", optional: true, description: "How busy that CPU was." },
  busyOverTime: { kind: "series", unit: "percent", description: "Busy time of all CPUs, each second." },
  userOverTime: partOverTime("User code"),
  systemOverTime: partOverTime("Kernel code"),
  interruptsOverTime: partOverTime("Hardware and software interrupts"),
  iowaitOverTime: partOverTime("Idle while a disk request was outstanding"),
  stealOverTime: partOverTime("Taken by the hypervisor"),
  perCpu: {
    kind: "table",
    description: "Each CPU, mean over the window.",
    columns: {
      cpu: { kind: "number", description: "Number of the CPU." },
      busy: { kind: "number", unit: "percent", description: "100 less idle, iowait and steal." },
      user: { kind: "number", unit: "percent", description: "User code." },
      system: { kind: "number", unit: "percent", description: "Kernel code." },
      irq: { kind: "number", unit: "percent", description: "Hardware interrupts." },
      softirq: { kind: "number", unit: "percent", description: "Software interrupts." },
      iowait: { kind: "number", unit: "percent", description: "Idle, waiting for a disk." },
      steal: { kind: "number", unit: "percent", description: "Taken by the hypervisor." },
      idle: { kind: "number", unit: "percent", description: "Idle." },
    },
  },
} as const satisfies Record<string, FactDeclaration>;

type MpstatFacts = Partial<Record<keyof typeof mpstatFactDeclarations, ParsedFact>>;

export function parseMpstat(output: RawOutput): Parsed {
  const loads = cpuLoads(output.stdout);
  const all = loads.get("all") ?? [];
  if (all.length === 0) return { facts: {}, notes: [] };
  const mean = meanLoad(all);
  const perCpu = [...loads]
    .filter(([cpu]) => cpu !== "all")
    .map(([cpu, seconds]) => ({ cpu: Number(cpu), ...meanLoad(seconds) }));
  const busiest = perCpu.toSorted((a, b) => busyOf(b) - busyOf(a))[0];
  const facts: MpstatFacts = {
    busy: percent(busyOf(mean)),
    user: percent(mean.user),
    system: percent(mean.system),
    iowait: percent(mean.iowait),
    irq: percent(mean.irq),
    softirq: percent(mean.softirq),
    steal: percent(mean.steal),
    idle: percent(mean.idle),
    cpus: number(perCpu.length, "count"),
    busyCpus: number(perCpu.filter((load) => busyOf(load) >= busyFrom).length, "count"),
    ...(busiest === undefined
      ? {}
      : { busiestCpu: number(busiest.cpu, "none"), busiestBusy: percent(busyOf(busiest)) }),
    busyOverTime: eachSecond(all, busyOf),
    userOverTime: eachSecond(all, ({ user }) => user),
    systemOverTime: eachSecond(all, ({ system }) => system),
    interruptsOverTime: eachSecond(all, ({ irq, softirq }) => irq + softirq),
    iowaitOverTime: eachSecond(all, ({ iowait }) => iowait),
    stealOverTime: eachSecond(all, ({ steal }) => steal),
    perCpu: table(
      mpstatFactDeclarations.perCpu,
      perCpu.map((load) => [
        load.cpu,
        busyOf(load),
        load.user,
        load.system,
        load.irq,
        load.softirq,
        load.iowait,
        load.steal,
        load.idle,
      ]),
    ),
  };
  return { facts, notes: output.partial ? [`Cut short after ${all.length} s.`] : [] };
}

function eachSecond(loads: readonly CpuLoad[], part: (load: CpuLoad) => number): ParsedFact {
  return series(
    loads.map((load, second) => [second + 1, part(load)]),
    "percent",
  );
}

function busyOf({ idle, iowait, steal }: CpuLoad): number {
  return Math.max(0, 100 - idle - iowait - steal);
}
