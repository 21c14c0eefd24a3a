import { containerId } from "../process/container-id.ts";
import { podFolder } from "./is-of-target.ts";
import { isTaskRow, type readSummary, taskWords } from "./oom-log.ts";

/** What was full: the killed process's own cgroup, its pod's, one further above, the node, or a part of the node's memory. */
export type OomScope = "own" | "pod" | "above" | "node" | "part-of-node";

/** One report of the OOM killer, as far as it was kept. Bytes; what this kernel does not print is absent. */
export interface OomReport {
  /** Whose allocation could not be served; seldom at fault. */
  readonly trigger?: string;
  /** The allocation was of 2^order pages. */
  readonly order?: number;
  readonly usage?: number;
  readonly limit?: number;
  readonly memory: OomMemory;
  readonly tasks: readonly OomTask[];
  readonly swapTotal?: number;
  readonly swapFree?: number;
}

export interface OomMemory {
  readonly anonymous?: number;
  /** Page cache, without shared memory. */
  readonly pageCache?: number;
  readonly shared?: number;
  readonly kernel?: number;
  readonly slab?: number;
  readonly sockets?: number;
  readonly unevictable?: number;
}

export interface OomTask {
  readonly pid: number;
  readonly name: string;
  readonly anonymous: number;
  readonly file: number;
  readonly shared: number;
  readonly swapped: number;
  /** Resident and in swap. */
  readonly held: number;
  readonly scoreAdj: number;
}

const kibibyte = 1024;
/** Of the architectures that Node runs on nearly all; read from the report where it tells. */
const usualPage = 4 * kibibyte;

/** @param killed The line of the kill: `… Killed process 1 (x) total-vm:35464kB, …`; with the table it tells the page size. */
export function readReport(lines: readonly string[], killed: string): OomReport {
  const page = pageSize(lines, killed);
  const [, usage, limit] = find(lines, /\smemory: usage (\d{1,16})kB, limit (\d{1,16})kB/);
  const [, swapTotal] = find(lines, /Total swap += (\d{1,16})kB/);
  const [, swapFree] = find(lines, /Free swap += (\d{1,16})kB/);
  const [, trigger, order] = find(lines, /^\S+ (.*) invoked oom-killer: .*?order=(\d{1,2})\b/);
  return {
    ...(trigger === undefined ? {} : { trigger }),
    ...given("order", order === undefined ? undefined : Number(order)),
    ...given("usage", kibibytes(usage)),
    // "No limit" is written as the largest counter there is.
    ...given("limit", (kibibytes(limit) ?? 2 ** 62) < 2 ** 62 ? kibibytes(limit) : undefined),
    ...given("swapTotal", kibibytes(swapTotal)),
    ...given("swapFree", kibibytes(swapFree)),
    memory: memoryOf(lines, page),
    tasks: tasksOf(lines, page),
  };
}

/**
 * Which limit it was, from the two cgroups of the summary. Kubernetes gives a pod the sum of its containers' limits, so that of
 * a pod with one container either may be the first to be full.
 */
export function scopeOf({ constraint, oomMemcg, taskMemcg }: NonNullable<ReturnType<typeof readSummary>>): OomScope {
  if (constraint === "CONSTRAINT_CPUSET" || constraint === "CONSTRAINT_MEMORY_POLICY") return "part-of-node";
  if (constraint !== "CONSTRAINT_MEMCG" || oomMemcg === undefined) return "node";
  const full = parts(oomMemcg);
  const task = parts(taskMemcg);
  const container = task.findLastIndex((part) => containerId(`0::/${part}`) !== undefined);
  const own = container < 0 ? task : task.slice(0, container + 1);
  if (full.length >= own.length) return "own";
  return podFolder.test(full.at(-1) ?? "") ? "pod" : "above";
}

function parts(path: string): string[] {
  return path.split("/").filter(Boolean);
}

/** Keys of cgroup v2 (memory.stat), of v1 (with what is below it, `total_`), and of the node (show_mem(), in pages). */
function memoryOf(lines: readonly string[], page: number): OomMemory {
  const stat = new Map<string, number>();
  for (const line of lines) {
    const [, name, value] = /(?:^|\s)([a-z_]{2,40}) (\d{1,19})$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) stat.set(name, Number(value));
  }
  const [, kmem] = find(lines, /\skmem: usage (\d{1,16})kB/);
  if (stat.has("total_rss")) {
    const shared = stat.get("total_shmem") ?? 0;
    return {
      ...given("anonymous", stat.get("total_rss")),
      pageCache: Math.max(0, (stat.get("total_cache") ?? 0) - shared),
      shared,
      ...given("kernel", kibibytes(kmem)),
      ...given("unevictable", stat.get("total_unevictable")),
    };
  }
  if (stat.has("anon")) {
    const shared = stat.get("shmem") ?? 0;
    const kernel = ["kernel_stack", "pagetables", "percpu", "slab"].flatMap((name) => stat.get(name) ?? []);
    return {
      ...given("anonymous", stat.get("anon")),
      pageCache: Math.max(0, (stat.get("file") ?? 0) - shared),
      shared,
      // `kernel` is there since 5.18; before that its parts are.
      ...given("kernel", stat.get("kernel") ?? (kernel.length === 0 ? undefined : kernel.reduce((a, b) => a + b, 0))),
      ...given("slab", stat.get("slab")),
      ...given("sockets", stat.get("sock")),
      ...given("unevictable", stat.get("unevictable")),
    };
  }
  const pages = (name: string) => {
    const [, value] = find(lines, new RegExp(`(?:^|\\s)${name}:(\\d{1,15})\\b`));
    return value === undefined ? undefined : Number(value) * page;
  };
  const sum = (...names: readonly string[]) => {
    const found = names.flatMap((name) => pages(name) ?? []);
    return found.length === 0 ? undefined : found.reduce((a, b) => a + b, 0);
  };
  return {
    // shmem pages are on the anonymous lists.
    ...given("anonymous", subtract(sum("active_anon", "inactive_anon"), pages("shmem"))),
    ...given("pageCache", sum("active_file", "inactive_file")),
    ...given("shared", pages("shmem")),
    ...given("kernel", sum("slab_reclaimable", "slab_unreclaimable", "pagetables")),
    ...given("slab", sum("slab_reclaimable", "slab_unreclaimable")),
    ...given("unevictable", pages("unevictable")),
  };
}

function tasksOf(lines: readonly string[], page: number): OomTask[] {
  const head = lines.find((line) => /\[ *pid *\]/.test(line));
  if (head === undefined) return [];
  const columns = taskWords(head);
  return lines
    .filter(isTaskRow)
    .map((line): OomTask => {
      const words = taskWords(line);
      const cell = (name: string) => {
        const value = Number(words[columns.indexOf(name)] ?? 0);
        return Number.isFinite(value) ? value : 0;
      };
      // Before Linux 6.8 the table has the sum only.
      const split = columns.includes("rss_anon");
      return {
        pid: cell("pid"),
        // Names may hold blanks.
        name: words.slice(Math.max(0, columns.indexOf("name"))).join(" "),
        anonymous: page * cell(split ? "rss_anon" : "rss"),
        file: page * cell("rss_file"),
        shared: page * cell("rss_shmem"),
        swapped: page * cell("swapents"),
        held: page * (cell("rss") + cell("swapents")),
        scoreAdj: cell("oom_score_adj"),
      };
    })
    .toSorted((a, b) => b.held - a.held);
}

/** total_vm stands in the table in pages and in the line of the kill in KiB. */
function pageSize(lines: readonly string[], killed: string): number {
  const [, pid, total] = /Killed process (\d{1,10}) .*total-vm:(\d{1,16})kB/.exec(killed) ?? [];
  const head = lines.find((line) => /\[ *pid *\]/.test(line));
  const row = lines.find((line) => isTaskRow(line) && taskWords(line)[0] === pid);
  if (head === undefined || row === undefined) return usualPage;
  const pages = Number(taskWords(row)[taskWords(head).indexOf("total_vm")]);
  const size = (Number(total) * kibibyte) / pages;
  return [4, 8, 16, 64].map((each) => each * kibibyte).find((each) => Math.abs(each - size) < each / 100) ?? usualPage;
}

function find(lines: readonly string[], pattern: RegExp): readonly (string | undefined)[] {
  for (const line of lines) {
    const match = pattern.exec(line);
    if (match !== null) return match;
  }
  return [];
}

function kibibytes(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text) * kibibyte;
}

function subtract(from: number | undefined, value: number | undefined): number | undefined {
  return from === undefined ? undefined : Math.max(0, from - (value ?? 0));
}

function given<K extends string>(key: K, value: number | undefined): { readonly [P in K]?: number } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: number });
}
