import type { NeighbourRecords, ProcessRecord, WeightRecord } from "./neighbour-records.ts";

/** Where the target and its neighbours compete: the cgroup that holds both, and the weights of what stands right below it. */
export interface Contention {
  /** The common cgroup. */
  readonly level: string;
  /** As cpu.weight: 100 is the default. */
  readonly own: Weight;
  /** Of all that used a CPU there beside the target's. */
  readonly rivals: number;
}

export interface Weight {
  readonly weight: number;
  /** The cgroup that has it; undefined for a process that stands right in the common cgroup. */
  readonly record?: WeightRecord;
}

/** A neighbour that used less of a core is no competitor. */
const competesFrom = 0.05;
/** A weight of 1024 in cpu.shares is one of 100 in cpu.weight. */
const shares = 1024;
/** kernel/sched/sched.h: WEIGHT_IDLEPRIO of NICE_0's 1024. */
const idleWeight = (100 * 3) / 1024;

/** Of the levels at which neighbours meet the target, the one below which they used most. */
export function contentionOf(records: NeighbourRecords, neighbours: readonly ProcessRecord[]): Contention | undefined {
  const target = records.processes
    .filter(({ isTarget }) => isTarget)
    .toSorted((a, b) => b.cpuSeconds - a.cpuSeconds)[0];
  if (target === undefined) return undefined;
  const levels = new Map<string, { used: number; branches: Map<string, { used: number; weight: number }> }>();
  for (const one of neighbours) {
    const level = commonCgroup(target.cgroup, one.cgroup);
    const known = levels.get(level) ?? { used: 0, branches: new Map() };
    const name = branchOf(one.cgroup, level) ?? `process ${one.id}`;
    const branch = known.branches.get(name) ?? { used: 0, weight: weightAt(records, one, level).weight };
    branch.used += one.cpuSeconds;
    known.used += one.cpuSeconds;
    known.branches.set(name, branch);
    levels.set(level, known);
  }
  const [busiest] = [...levels].toSorted(([, a], [, b]) => b.used - a.used);
  if (busiest === undefined) return undefined;
  const [level, { branches }] = busiest;
  const competing = [...branches.values()].filter(({ used }) => used >= competesFrom * records.seconds);
  return {
    level,
    own: weightAt(records, target, level),
    rivals: competing.reduce((sum, { weight }) => sum + weight, 0),
  };
}

/** A cgroup counts as one; a process that stands right in the level counts with each of its threads that ran, one at the least. */
function weightAt({ weights, seconds }: NeighbourRecords, one: ProcessRecord, level: string): Weight {
  const branch = branchOf(one.cgroup, level);
  if (branch === undefined) {
    const running = Math.max(1, Math.round(one.cpuSeconds / seconds));
    return { weight: running * (one.policy === 5 ? idleWeight : 100 * 1.25 ** -one.nice) };
  }
  const record = weights.find(({ cgroup }) => cgroup === branch);
  if (record === undefined) return { weight: 100 };
  const value = record.file === "cpu.shares" ? (100 * record.value) / shares : record.value;
  return { weight: record.idle ? idleWeight : value, record };
}

/** The cgroup right below the level on the way to another; undefined where that is the level itself. */
function branchOf(cgroup: string, level: string): string | undefined {
  if (cgroup === level) return undefined;
  const next = cgroup.indexOf("/", level.length + 1);
  return next < 0 ? cgroup : cgroup.slice(0, next);
}

function commonCgroup(one: string, other: string): string {
  const [a, b] = [one.split("/"), other.split("/")];
  const differs = a.findIndex((part, index) => part !== b[index]);
  return a.slice(0, differs < 0 ? a.length : differs).join("/");
}

/**
 * The weight with which the target would get what it wants of the CPUs, in the unit of its file: rivals × want / rest.
 * No more than nine tenths of them: no weight gives all.
 */
export function weightNeeded({ own, rivals }: Contention, wantedCpus: number, cpus: number): string | undefined {
  const { record } = own;
  if (record === undefined || rivals <= 0 || wantedCpus <= 0) return undefined;
  const want = Math.min(wantedCpus, 0.9 * cpus);
  const weight = (rivals * want) / (cpus - want);
  if (weight <= own.weight) return undefined;
  const isShares = record.file === "cpu.shares";
  const value = isShares ? (weight * shares) / 100 : weight;
  return `${record.file} ${Math.min(isShares ? 262_144 : 10_000, Math.ceil(value / 10) * 10)}`;
}
