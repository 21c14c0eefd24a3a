import { selfAndAncestors } from "../kernel-files/self-and-ancestors.ts";
import type { NodeTarget, Sample } from "../tool.ts";

/** A limit of a cgroup on one device, and what it did in the window. */
export interface IoLimit {
  readonly cgroup: string;
  readonly isAbove: boolean;
  /** Device number, `254:0`. */
  readonly device: string;
  readonly kind: "read" | "write";
  readonly unit: "bytes" | "operations";
  /** A second. */
  readonly value: number;
  readonly rate: number;
  /** Percent of the intervals in which it did nine tenths of it or more. */
  readonly met: number;
}

/** Nine tenths: counters and the kernel's slices of 100 ms do not begin and end together. */
const full = 0.9;

const v1Limits = ["read_bps_device", "write_bps_device", "read_iops_device", "write_iops_device"] as const;

/** v2 limits hold for those below as well; v1 limits only for the cgroup itself (blk-throttle.c, tg_get_limits). */
export function ioLimitPaths(cgroups: NodeTarget["cgroups"]): string[] {
  const { unified, blkio } = cgroups;
  return [
    ...(unified === undefined
      ? []
      : [`${unified}/io.pressure`, ...selfAndAncestors(unified).flatMap((at) => [`${at}/io.max`, `${at}/io.stat`])]),
    ...(blkio === undefined
      ? []
      : [...v1Limits, "io_service_bytes", "io_serviced"].map((name) => `${blkio}/blkio.throttle.${name}`)),
  ];
}

/** The one that was met most first. */
export function ioLimits(samples: readonly Sample[]): IoLimit[] {
  const last = samples.at(-1)?.files ?? {};
  const folders = [
    ...new Set(Object.keys(last).flatMap((path) => /^(.*)\/(?:io\.max|blkio\.throttle\..*)$/.exec(path)?.[1] ?? [])),
  ];
  const own = folders.reduce((deepest, folder) => (folder.length > deepest.length ? folder : deepest), "");
  return folders
    .flatMap((folder) =>
      limitsOf(last, folder).map((limit) => ({
        ...limit,
        cgroup: folder.replace(/^\/sys\/fs\/cgroup(?:\/(?:unified|blkio))?(?=\/|$)/, "") || "/",
        isAbove: folder !== own,
        ...rateOf(samples, folder, limit),
      })),
    )
    .toSorted((a, b) => b.met - a.met || b.rate / b.value - a.rate / a.value);
}

type Declared = Pick<IoLimit, "device" | "kind" | "unit" | "value">;

function limitsOf(files: Sample["files"], folder: string): Declared[] {
  const limit = (device: string, kind: string, unit: string, value: string | undefined): Declared[] =>
    /^[1-9]\d{0,17}$/.test(value ?? "")
      ? [
          {
            device,
            kind: kind.startsWith("r") ? "read" : "write",
            unit: unit === "bps" ? "bytes" : "operations",
            value: Number(value),
          },
        ]
      : [];
  const unified = lines(files[`${folder}/io.max`]).flatMap(([device = "", ...words]) =>
    words.flatMap((word) => {
      const [, kind, unit, value] = /^([rw])(bps|iops)=(\d+)$/.exec(word) ?? [];
      return kind === undefined || unit === undefined ? [] : limit(device, kind, unit, value);
    }),
  );
  const old = v1Limits.flatMap((name) =>
    lines(files[`${folder}/blkio.throttle.${name}`]).flatMap(([device = "", value]) =>
      limit(device, name, name.includes("bps") ? "bps" : "iops", value),
    ),
  );
  return [...unified, ...old];
}

function rateOf(samples: readonly Sample[], folder: string, limit: Declared): Pick<IoLimit, "rate" | "met"> {
  const counts = samples.map(({ at, files }) => [at, counted(files, folder, limit)] as const);
  const rates = counts.slice(1).flatMap(([at, count], index) => {
    const [before, from] = counts[index] ?? [at, count];
    return at > before ? [Math.max(0, count - from) / (at - before)] : [];
  });
  const [first, last] = [counts[0], counts.at(-1)];
  const seconds = first === undefined || last === undefined ? 0 : last[0] - first[0];
  return {
    rate: first === undefined || last === undefined || seconds <= 0 ? 0 : Math.max(0, last[1] - first[1]) / seconds,
    met: rates.length === 0 ? 0 : (100 * rates.filter((rate) => rate >= full * limit.value).length) / rates.length,
  };
}

function counted(files: Sample["files"], folder: string, { device, kind, unit }: Declared): number {
  const word = `${kind[0]}${unit === "bytes" ? "bytes" : "ios"}=`;
  const unified = lines(files[`${folder}/io.stat`])
    .find(([name]) => name === device)
    ?.find((one) => one.startsWith(word));
  if (unified !== undefined) return count(unified.slice(word.length));
  const file = files[`${folder}/blkio.throttle.${unit === "bytes" ? "io_service_bytes" : "io_serviced"}`];
  return count(lines(file).find(([name, what]) => name === device && what?.toLowerCase() === kind)?.[2]);
}

function lines(text: string | undefined): string[][] {
  return (text ?? "")
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split(" "));
}

function count(word: string | undefined): number {
  return /^\d{1,19}$/.test(word ?? "") ? Number(word) : 0;
}
