import { shortCgroup } from "../cpu-bursts/limiter.ts";
import { number, percent, string, table } from "../fact.ts";
import type { ParsedFact } from "../fact-declaration.ts";
import { containerId } from "../process/container-id.ts";
import { cpuListCount, cpuListHas } from "../process/cpu-list.ts";
import type { Parsed, RawOutput } from "../tool.ts";
import { contentionOf, weightNeeded } from "./contention.ts";
import { cpuNeighbourDeclarations, shownProcesses } from "./cpu-neighbour-declarations.ts";
import { type NeighbourRecords, type ProcessRecord, readNeighbours, type ThreadRecord } from "./neighbour-records.ts";

type NeighbourFacts = Partial<Record<keyof typeof cpuNeighbourDeclarations, ParsedFact>>;

/** sched.h: SCHED_NORMAL, SCHED_FIFO… */
const policies = ["other", "fifo", "rr", "batch", "iso", "idle", "deadline", "ext"] as const;
const realTime = new Set([1, 2, 6]);

export function parseCpuNeighbours(output: RawOutput): Parsed {
  const records = readNeighbours(output.stdout);
  if (records === undefined) return { facts: {}, notes: [] };
  const { seconds, cpus } = records;
  const rate = (cpuSeconds: number) => number((100 * cpuSeconds) / seconds, "percent-of-core");
  const processes = records.processes.filter(({ isOwn }) => !isOwn).toSorted((a, b) => b.cpuSeconds - a.cpuSeconds);
  const others = processes.filter(({ isTarget }) => !isTarget);
  const waiter = records.threads.toSorted(
    (a, b) => (b.waitSeconds ?? 0) - (a.waitSeconds ?? 0) || b.cpuSeconds - a.cpuSeconds,
  )[0];
  const near = others.filter(({ cpu }) => cpuListHas(waiter?.allowed, cpu));
  const ticks = cpus.reduce((sum, { busy, idle, steal }) => sum + busy + idle + steal, 0) / Math.max(1, cpus.length);
  const idle = (list: NeighbourRecords["cpus"]) =>
    (100 * list.reduce((sum, one) => sum + one.idle, 0)) / Math.max(1, ticks);
  const facts: NeighbourFacts = {
    processes: table(cpuNeighbourDeclarations.processes, processRows(processes, seconds)),
    cgroups: table(cpuNeighbourDeclarations.cgroups, cgroupRows(processes, records)),
    ...(records.threads.length === 0 ? {} : { usage: rate(used(processes.filter(({ isTarget }) => isTarget))) }),
    othersUsage: rate(used(others)),
    diagUsage: rate(used(records.processes.filter(({ isOwn }) => isOwn))),
    ...topFacts(near[0], seconds),
    ...realTimeFacts(others, seconds),
    cpus: number(cpus.length, "count"),
    idle: number(idle(cpus), "percent-of-core"),
    ...(waiter === undefined ? {} : waiterFacts(waiter, records)),
    ...(waiter === undefined
      ? {}
      : {
          allowedBusy: percent(
            Math.max(0, 100 - idle(allowedOf(records, waiter)) / Math.max(1, allowedOf(records, waiter).length)),
          ),
          elsewhereIdle: number(idle(cpus.filter(({ cpu }) => !cpuListHas(waiter.allowed, cpu))), "percent-of-core"),
          ...weightFacts(records, waiter, near),
        }),
  };
  const notes =
    waiter !== undefined && waiter.waitSeconds === undefined
      ? ["This kernel keeps no schedstat: how long threads wait is not known."]
      : [];
  return { facts, notes };
}

function allowedOf({ cpus }: NeighbourRecords, { allowed }: ThreadRecord): NeighbourRecords["cpus"] {
  return cpus.filter(({ cpu }) => cpuListHas(allowed, cpu));
}

function used(list: readonly ProcessRecord[]): number {
  return list.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
}

function processRows(processes: readonly ProcessRecord[], seconds: number): (number | string | boolean)[][] {
  return processes
    .slice(0, shownProcesses)
    .map((one) => [
      ...[one.id, one.comm, (100 * one.cpuSeconds) / seconds, one.threads, one.nice, policyOf(one)],
      ...[shortCgroup(one.cgroup), one.isTarget],
    ]);
}

function cgroupRows(
  processes: readonly ProcessRecord[],
  { weights, seconds }: NeighbourRecords,
): (number | string)[][] {
  const groups = Map.groupBy(processes, ({ cgroup }) => cgroup);
  return [...groups]
    .map(([cgroup, list]) => {
      const weight = weights.find((one) => one.cgroup === cgroup);
      const value =
        weight === undefined ? 100 : weight.file === "cpu.shares" ? (100 * weight.value) / 1024 : weight.value;
      return [shortCgroup(cgroup), (100 * used(list)) / seconds, list.length, list[0]?.comm ?? "", value] as const;
    })
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, shownProcesses)
    .map((row) => [...row]);
}

function topFacts(top: ProcessRecord | undefined, seconds: number): NeighbourFacts {
  if (top === undefined) return {};
  const container = containerId(`0::${top.cgroup}`);
  return {
    topPid: number(top.id, "none"),
    topCommand: string(top.comm),
    topCpu: number((100 * top.cpuSeconds) / seconds, "percent-of-core"),
    topThreads: number(top.threads, "count"),
    topCgroup: string(shortCgroup(top.cgroup)),
    ...(container === undefined ? {} : { topContainer: string(container.slice(0, 12)) }),
    topPolicy: string(policyOf(top)),
    topNice: number(top.nice, "none"),
  };
}

function realTimeFacts(others: readonly ProcessRecord[], seconds: number): NeighbourFacts {
  const first = others.filter(({ policy }) => realTime.has(policy));
  const [top] = first;
  return {
    realTimeUsage: number((100 * used(first)) / seconds, "percent-of-core"),
    ...(top === undefined ? {} : { realTimeCommand: string(top.comm), realTimePid: number(top.id, "none") }),
  };
}

function waiterFacts(waiter: ThreadRecord, { threads, seconds, cpus, cpusets }: NeighbourRecords): NeighbourFacts {
  const allowedCpus = Math.min(cpuListCount(waiter.allowed) ?? cpus.length, Math.max(1, cpus.length));
  const isRestricted = allowedCpus < cpus.length;
  // A cpuset that leaves out CPUs is above what may be asked for with sched_setaffinity(2): the topmost one counts.
  const narrow = cpusets.filter((one) => (cpuListCount(one.cpus) ?? cpus.length) < cpus.length).at(-1);
  const own = cpusets[0];
  const isCpuset = narrow !== undefined && cpuListCount(own?.cpus) === allowedCpus;
  const waits = threads.flatMap(({ waitSeconds }) => (waitSeconds === undefined ? [] : [waitSeconds]));
  return {
    ...(waits.length === 0
      ? {}
      : { waiting: number((100 * waits.reduce((sum, one) => sum + one, 0)) / seconds, "percent-of-core") }),
    waitingThread: string(waiter.comm),
    waitingThreadId: number(waiter.id, "none"),
    policy: string(policyOf(waiter)),
    nice: number(waiter.nice, "none"),
    allowed: string(waiter.allowed),
    allowedCpus: number(allowedCpus, "count"),
    ...(isRestricted ? { restrictedBy: string(isCpuset ? "cpuset" : "affinity") } : {}),
    ...(isRestricted && isCpuset
      ? { restrictedIn: string(shortCgroup(narrow.cgroup.replace(/^\/sys\/fs\/cgroup\/cpuset/, "/sys/fs/cgroup/cpu"))) }
      : {}),
  };
}

function weightFacts(records: NeighbourRecords, waiter: ThreadRecord, near: readonly ProcessRecord[]): NeighbourFacts {
  const contention = contentionOf(records, near);
  if (contention === undefined) return {};
  const { own, rivals } = contention;
  const cpus = Math.max(1, allowedOf(records, waiter).length);
  const wanted =
    records.threads.reduce((sum, one) => sum + one.cpuSeconds + (one.waitSeconds ?? 0), 0) / records.seconds;
  const needed = weightNeeded(contention, wanted, cpus);
  const { record } = own;
  return {
    weight: number(own.weight, "none"),
    rivalWeight: number(rivals, "none"),
    ...(record === undefined
      ? {}
      : {
          weightSetting: string(record.idle ? "cpu.idle 1" : `${record.file} ${record.value}`),
          weightOf: string(shortCgroup(record.cgroup)),
        }),
    fairShare: number((100 * cpus * own.weight) / (own.weight + rivals), "percent-of-core"),
    ...(needed === undefined ? {} : { weightNeeded: string(needed) }),
  };
}

function policyOf({ policy }: { readonly policy: number }): string {
  return policies[policy] ?? "other";
}
