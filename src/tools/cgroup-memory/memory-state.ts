import { flatKeyed } from "../kernel-files/flat-keyed.ts";
import type { Sample } from "../tool.ts";

/** Memory of one cgroup at one time. Bytes and counts; what this kernel or this version of cgroups does not tell is absent. */
export interface MemoryState {
  readonly usage: number;
  /** As the kubelet and cAdvisor reckon it: usage less file pages that were not used lately. What is evicted and killed by. */
  readonly workingSet: number;
  /** Usage less page cache. */
  readonly unreclaimable?: number;
  readonly anonymous?: number;
  readonly pageCache?: number;
  readonly shared?: number;
  readonly kernel?: number;
  readonly sockets?: number;
  /** The tightest limit on it or above it. */
  readonly limit?: number;
  readonly oomKills?: number;
  readonly limitHits?: number;
  readonly peak?: number;
}

/** v1 writes "no limit" as the largest multiple of a page that a signed 64-bit number holds. */
const noLimit = 2 ** 62;

/** The state of the deepest cgroup in a sample; undefined where it has no memory controller. */
export function memoryState({ files }: Sample): MemoryState | undefined {
  return v2State(files) ?? v1State(files);
}

/** Documentation/admin-guide/cgroup-v2.rst, Memory Interface Files. */
function v2State(files: Sample["files"]): MemoryState | undefined {
  const folder = deepest(files, "memory.current");
  const usage = count(files[`${folder}/memory.current`]);
  if (folder === undefined || usage === undefined) return undefined;
  const stat = flatKeyed(files[`${folder}/memory.stat`]);
  const events = flatKeyed(files[`${folder}/memory.events`]);
  const limits = Object.entries(files).flatMap(([path, text]) =>
    path.endsWith("/memory.max") ? (count(text) ?? []) : [],
  );
  // `kernel` is there since 5.18; before that its parts are.
  const kernel = stat["kernel"] ?? sum(stat, ["kernel_stack", "pagetables", "percpu", "slab"]);
  return {
    usage,
    workingSet: Math.max(0, usage - (stat["inactive_file"] ?? 0)),
    ...given("anonymous", stat["anon"]),
    ...cacheOf(usage, stat["file"], stat["shmem"]),
    ...given("shared", stat["shmem"]),
    ...given("kernel", kernel),
    ...given("sockets", stat["sock"]),
    ...given("limit", limits.length === 0 ? undefined : Math.min(...limits)),
    ...given("oomKills", events["oom_kill"]),
    ...given("limitHits", events["max"]),
    ...given("peak", count(files[`${folder}/memory.peak`])),
  };
}

/** Documentation/admin-guide/cgroup-v1/memory.rst. */
function v1State(files: Sample["files"]): MemoryState | undefined {
  const folder = deepest(files, "memory.usage_in_bytes");
  const usage = count(files[`${folder}/memory.usage_in_bytes`]);
  if (folder === undefined || usage === undefined) return undefined;
  const stat = flatKeyed(files[`${folder}/memory.stat`]);
  const limit = stat["hierarchical_memory_limit"];
  const shared = stat["total_shmem"];
  return {
    usage,
    workingSet: Math.max(0, usage - (stat["total_inactive_file"] ?? 0)),
    ...given("anonymous", stat["total_rss"]),
    ...cacheOf(usage, stat["total_cache"], shared),
    ...given("shared", shared),
    ...given("kernel", count(files[`${folder}/memory.kmem.usage_in_bytes`])),
    ...given("sockets", count(files[`${folder}/memory.kmem.tcp.usage_in_bytes`])),
    ...given("limit", limit === undefined || limit >= noLimit ? undefined : limit),
    ...given("oomKills", flatKeyed(files[`${folder}/memory.oom_control`])["oom_kill"]),
    ...given("limitHits", count(files[`${folder}/memory.failcnt`])),
    ...given("peak", count(files[`${folder}/memory.max_usage_in_bytes`])),
  };
}

/** Both versions count shared memory as file pages; it cannot be taken back as they can. */
function cacheOf(
  usage: number,
  file: number | undefined,
  shared = 0,
): Pick<MemoryState, "pageCache" | "unreclaimable"> {
  if (file === undefined) return {};
  const pageCache = Math.max(0, file - shared);
  return { pageCache, unreclaimable: Math.max(0, usage - pageCache) };
}

function deepest(files: Sample["files"], name: string): string | undefined {
  return Object.keys(files)
    .filter((path) => path.endsWith(`/${name}`))
    .toSorted((a, b) => b.length - a.length)[0]
    ?.slice(0, -name.length - 1);
}

function count(text: string | undefined): number | undefined {
  const [, digits] = /^(\d{1,20})\s*$/.exec(text ?? "") ?? [];
  return digits === undefined ? undefined : Number(digits);
}

function sum(stat: Readonly<Record<string, number>>, names: readonly string[]): number | undefined {
  const found = names.flatMap((name) => stat[name] ?? []);
  return found.length === 0 ? undefined : found.reduce((a, b) => a + b, 0);
}

function given<K extends string>(key: K, value: number | undefined): { readonly [P in K]?: number } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: number });
}
