import { flatKeyed } from "../kernel-files/flat-keyed.ts";
import type { Sample } from "../tool.ts";

/** One reading of a cgroup's memory. Bytes, but for the faults; counters are since the cgroup was made. */
export interface ReclaimState {
  readonly usage: number;
  readonly anonymous: number;
  readonly pageCache: number;
  readonly refaultedFile?: number;
  readonly refaultedAnonymous?: number;
  readonly activated?: number;
  readonly majorFaults?: number;
  readonly scanned?: number;
  readonly scannedDirect?: number;
  readonly scannedByKswapd?: number;
  readonly swapUsed?: number;
}

/** memory.stat tells these in pages. Its sizes are in bytes, but not of which pages: 4 KiB on nearly all nodes. */
const page = 4096;

/**
 * Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/memory.rst, memory.stat. The readings of a cgroup that has a memory
 * controller, each with its time.
 */
export function reclaimStates(samples: readonly Sample[]): [number, ReclaimState][] {
  const scale = v1RefaultSize(samples);
  return samples.flatMap(({ at, files }): [number, ReclaimState][] => {
    const state = v2(files) ?? v1(files, scale);
    return state === undefined ? [] : [[at, state]];
  });
}

/** Some kernels print v1's refaults in bytes, as all else there: then none is anything but a multiple of a page. */
function v1RefaultSize(samples: readonly Sample[]): number {
  const values = samples.flatMap(({ files }) => {
    const folder = folderOf(files, "memory.usage_in_bytes");
    const stat = flatKeyed(files[`${folder}/memory.stat`]);
    return [stat["total_workingset_refault_file"] ?? 0, stat["total_workingset_refault_anon"] ?? 0];
  });
  return values.every((value) => value % page === 0) ? 1 : page;
}

function v2(files: Sample["files"]): ReclaimState | undefined {
  const folder = folderOf(files, "memory.current");
  if (folder === undefined) return undefined;
  const stat = flatKeyed(files[`${folder}/memory.stat`]);
  const swap = count(files[`${folder}/memory.swap.current`]);
  return {
    usage: count(files[`${folder}/memory.current`]) ?? 0,
    anonymous: stat["anon"] ?? 0,
    pageCache: Math.max(0, (stat["file"] ?? 0) - (stat["shmem"] ?? 0)),
    // Before 5.9 refaults were not told apart, and meant files.
    ...pages("refaultedFile", stat["workingset_refault_file"] ?? stat["workingset_refault"]),
    ...pages("refaultedAnonymous", stat["workingset_refault_anon"]),
    ...pages("activated", stat["workingset_activate_file"] ?? stat["workingset_activate"]),
    ...(stat["pgmajfault"] === undefined ? {} : { majorFaults: stat["pgmajfault"] }),
    ...pages("scanned", stat["pgscan"]),
    ...pages("scannedDirect", stat["pgscan_direct"]),
    ...pages("scannedByKswapd", stat["pgscan_kswapd"]),
    ...(swap === undefined ? {} : { swapUsed: swap }),
  };
}

function v1(files: Sample["files"], refaultSize: number): ReclaimState | undefined {
  const folder = folderOf(files, "memory.usage_in_bytes");
  if (folder === undefined) return undefined;
  const stat = flatKeyed(files[`${folder}/memory.stat`]);
  return {
    usage: count(files[`${folder}/memory.usage_in_bytes`]) ?? 0,
    anonymous: stat["total_rss"] ?? 0,
    pageCache: Math.max(0, (stat["total_cache"] ?? 0) - (stat["total_shmem"] ?? 0)),
    ...pages("refaultedFile", stat["total_workingset_refault_file"], refaultSize),
    ...pages("refaultedAnonymous", stat["total_workingset_refault_anon"], refaultSize),
    ...(stat["total_pgmajfault"] === undefined ? {} : { majorFaults: stat["total_pgmajfault"] }),
    ...(stat["total_swap"] === undefined ? {} : { swapUsed: stat["total_swap"] }),
  };
}

/** The one of the target itself: the deepest. */
function folderOf(files: Sample["files"], name: string): string | undefined {
  return Object.keys(files)
    .filter((path) => path.endsWith(`/${name}`))
    .toSorted((a, b) => b.length - a.length)[0]
    ?.slice(0, -name.length - 1);
}

export function count(text: string | undefined): number | undefined {
  const [, digits] = /^(\d{1,20})\s*$/.exec(text ?? "") ?? [];
  return digits === undefined ? undefined : Number(digits);
}

function pages(name: keyof ReclaimState, value: number | undefined, size = page): Partial<ReclaimState> {
  return value === undefined ? {} : { [name]: size * value };
}
