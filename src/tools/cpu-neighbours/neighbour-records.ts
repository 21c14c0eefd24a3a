import { amountOf, type Fields, fieldsOf } from "../json-line.ts";
import { textLines } from "../text-lines.ts";

/** What `diag helper cpu-neighbours` prints, read back. Lines that are no part of it are left out. */
export interface NeighbourRecords {
  readonly seconds: number;
  readonly cpus: readonly CpuUse[];
  readonly processes: readonly ProcessRecord[];
  readonly threads: readonly ThreadRecord[];
  readonly weights: readonly WeightRecord[];
  readonly cpusets: readonly { readonly cgroup: string; readonly cpus: string }[];
}

/** In clock ticks of the window. */
interface CpuUse {
  readonly cpu: number;
  readonly busy: number;
  readonly idle: number;
  readonly steal: number;
}

interface TaskRecord {
  readonly id: number;
  readonly comm: string;
  readonly nice: number;
  readonly policy: number;
  readonly realTimePriority: number;
  readonly cpu: number;
  readonly cpuSeconds: number;
}

export interface ProcessRecord extends TaskRecord {
  readonly threads: number;
  readonly cgroup: string;
  readonly isTarget: boolean;
  /** Part of diag. */
  readonly isOwn: boolean;
}

export interface ThreadRecord extends TaskRecord {
  readonly waitSeconds?: number;
  readonly allowed: string;
}

export interface WeightRecord {
  readonly cgroup: string;
  readonly file: string;
  readonly value: number;
  readonly idle: boolean;
}

export function readNeighbours(bytes: Uint8Array): NeighbourRecords | undefined {
  let window: Pick<NeighbourRecords, "seconds" | "cpus"> | undefined;
  const processes: ProcessRecord[] = [];
  const threads: ThreadRecord[] = [];
  const weights: WeightRecord[] = [];
  const cpusets: { cgroup: string; cpus: string }[] = [];
  for (const line of textLines(bytes)) {
    const value = fieldsOf(line);
    if (value === undefined) continue;
    const kind = value["kind"];
    if (kind === "window") window = { seconds: amountOf(value["seconds"]), cpus: list(value["cpus"]).map(cpuUse) };
    else if (kind === "process") {
      const about = { threads: amountOf(value["threads"]), cgroup: folder(value["cgroup"]) };
      processes.push({
        ...task(value),
        ...about,
        isTarget: value["isTarget"] === true,
        isOwn: value["isOwn"] === true,
      });
    } else if (kind === "thread") {
      const wait = value["waitSeconds"];
      threads.push({
        ...task(value),
        allowed: word(value["allowed"]),
        ...(wait === undefined ? {} : { waitSeconds: amountOf(wait) }),
      });
    } else if (kind === "weight") {
      const { file, value: amount, idle } = value;
      weights.push({ cgroup: folder(value["cgroup"]), file: word(file), value: amountOf(amount), idle: idle === true });
    } else if (kind === "cpuset") cpusets.push({ cgroup: folder(value["cgroup"]), cpus: word(value["cpus"]) });
  }
  return window === undefined || window.seconds <= 0 ? undefined : { ...window, processes, threads, weights, cpusets };
}

function task(value: Fields): TaskRecord {
  const nice = value["nice"];
  return {
    id: amountOf(value["id"]),
    comm: word(value["comm"]),
    nice: typeof nice === "number" && nice >= -20 && nice <= 19 ? nice : 0,
    policy: amountOf(value["policy"]),
    realTimePriority: amountOf(value["realTimePriority"]),
    cpu: amountOf(value["cpu"]),
    cpuSeconds: amountOf(value["cpuSeconds"]),
  };
}

function cpuUse(value: unknown): CpuUse {
  const [cpu = 0, busy = 0, idle = 0, steal = 0] = list(value).map(amountOf);
  return { cpu, busy, idle, steal };
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function word(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function folder(value: unknown): string {
  return word(value).replace(/\/+$/, "");
}
