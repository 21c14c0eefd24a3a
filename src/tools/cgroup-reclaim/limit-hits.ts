import { flatKeyed } from "../kernel-files/flat-keyed.ts";
import type { Sample } from "../tool.ts";
import { count } from "./reclaim-state.ts";

/** v1 writes "no limit" as the largest multiple of a page that a signed 64-bit number holds. */
const noLimit = 2 ** 62;

interface LimitHits {
  /** Below the mount of the hierarchy, as the kernel's log writes it. */
  readonly cgroup: string;
  readonly isAbove: boolean;
  readonly limit?: number;
  /** In the window. Absent where the kernel does not count them, and that it is full is all that is known. */
  readonly hits?: number;
}

/**
 * Of the target's cgroup and those above it the one whose limit was met most often in the window, or that is full. A charge
 * goes up from the target's to the root and stops at the first that is full, so that each counts its own. Linux 6.18 does not
 * count on v1 where the limit is one of memory with swap (seen: thousands of reclaims, failcnt 0).
 */
export function fullestLimit(samples: readonly Sample[]): {
  readonly limit?: number;
  readonly hit?: LimitHits;
  readonly high?: number;
  readonly highEvents?: number;
} {
  const [first, last] = [samples[0]?.files ?? {}, samples.at(-1)?.files ?? {}];
  const paths = Object.keys(last);
  const isUnified = paths.some((path) => path.endsWith("/memory.current"));
  const usageFile = isUnified ? "memory.current" : "memory.usage_in_bytes";
  const limitFile = isUnified ? "memory.max" : "memory.limit_in_bytes";
  const folders = paths
    .filter((path) => path.endsWith(`/${limitFile}`))
    .map((path) => path.slice(0, -limitFile.length - 1))
    .toSorted((a, b) => b.length - a.length);
  const limits = folders.flatMap((folder) => finite(last[`${folder}/${limitFile}`]));
  const hits = folders.flatMap(
    (folder, index): (Required<Pick<LimitHits, "hits">> & LimitHits & { readonly isFull: boolean })[] => {
      const counted = (files: Sample["files"]) => (isUnified ? maxEvents(files, folder) : failures(files, folder));
      const [from, to] = [counted(first), counted(last)];
      if (from === undefined || to === undefined) return [];
      const [limit] = [limitFile, "memory.memsw.limit_in_bytes"]
        .flatMap((name) => finite(last[`${folder}/${name}`]))
        .toSorted((a, b) => a - b);
      return [
        {
          cgroup: withoutMount(folder),
          isAbove: index > 0,
          ...(limit === undefined ? {} : { limit }),
          hits: Math.max(0, to - from),
          isFull: limit !== undefined && isFull(samples, `${folder}/${usageFile}`, limit),
        },
      ];
    },
  );
  const highs = folders.flatMap((folder) => finite(last[`${folder}/memory.high`]));
  const [own = ""] = folders;
  const [from, to] = [first, last].map((files) => flatKeyed(files[`${own}/memory.events`])["high"]);
  const [most] = hits.toSorted((a, b) => b.hits - a.hits);
  const full = hits.find((one) => one.isFull);
  const hit = most !== undefined && most.hits === 0 && full !== undefined ? withoutCount(full) : most;
  return {
    ...(limits.length === 0 ? {} : { limit: Math.min(...limits) }),
    ...(hit === undefined ? {} : { hit }),
    ...(highs.length === 0 ? {} : { high: Math.min(...highs) }),
    ...(from === undefined || to === undefined ? {} : { highEvents: Math.max(0, to - from) }),
  };
}

function withoutCount({ hits: _, isFull: __, ...rest }: LimitHits & { readonly isFull: boolean }): LimitHits {
  return rest;
}

/** Charges come in batches of 64 pages a CPU, so that a cgroup that is full hovers below its limit. */
const fullFrom = 0.98;

function isFull(samples: readonly Sample[], path: string, limit: number): boolean {
  const usages = samples.flatMap(({ files }) => count(files[path]) ?? []);
  return usages.length > 0 && usages.filter((usage) => usage >= fullFrom * limit).length > usages.length / 2;
}

function maxEvents(files: Sample["files"], folder: string): number | undefined {
  return flatKeyed(files[`${folder}/memory.events.local`])["max"] ?? flatKeyed(files[`${folder}/memory.events`])["max"];
}

/**
 * On v1 memory with swap is charged first: with a limit on both that is the same (docker run --memory-swap), only that one counts.
 */
function failures(files: Sample["files"], folder: string): number | undefined {
  const own = count(files[`${folder}/memory.failcnt`]);
  return own === undefined ? undefined : own + (count(files[`${folder}/memory.memsw.failcnt`]) ?? 0);
}

/** `max` of v2 is no limit. */
function finite(text: string | undefined): number[] {
  const limit = count(text);
  return limit === undefined || limit >= noLimit ? [] : [limit];
}

/** `/sys/fs/cgroup/memory/docker/1f` → `/docker/1f`; of a mount elsewhere the whole path. */
function withoutMount(folder: string): string {
  return folder.replace(/^\/sys\/fs\/cgroup(?:\/(?:memory|unified)(?=\/|$))?/, "") || "/";
}
