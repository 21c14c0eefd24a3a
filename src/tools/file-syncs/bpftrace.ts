import { groupDigits } from "../../documents/group-digits.ts";
import { bpftraceLimits } from "../bpftrace-limits.ts";
import { deviceNumber } from "../disk-load/device-number.ts";
import { parseLog2Histogram } from "../histogram/log2-histogram.ts";
import { diskNames } from "../kernel-files/diskstats.ts";
import { withCaller } from "../off-cpu/wait-site.ts";
import { runsBpftrace } from "../privileges.ts";
import { bpftrace as program } from "../programs.ts";
import { bpftraceMaps, type MapEntry } from "../stacks/bpftrace-maps.ts";
import { callerNames } from "../stacks/caller-names.ts";
import { pidsOf } from "../target-pids.ts";
import { decodeText } from "../text-lines.ts";
import type { Variant } from "../tool.ts";
import { windowSeconds } from "../window.ts";
import { fileSyncFacts } from "./file-sync-facts.ts";
import { type SyncCalls, syncCalls, type TracedSyncs } from "./sync-call.ts";
import { mostSyncs, syncScript } from "./sync-script.ts";

/** As for `profile`: names of frames need the cache. /proc/diskstats may be longer than what is printed of a file by default. */
const env = bpftraceLimits({ keepsSymbols: true, mapKeys: 16_384, file: 65_536 });

const every = `Every call that ends within the window is timed, with its place in the program. Writes to files opened with O_SYNC sync as well, and are not among them. After ${groupDigits(mostSyncs)} calls it ends early.`;

const traced = (name: string, types: boolean): Variant => ({
  name,
  precision: types
    ? `${every} Files are named by their last folder and name.`
    : `${every} Without BTF a file is its descriptor.`,
  requires: [...runsBpftrace, ...(types ? [{ kind: "btf" } as const] : [])],
  overhead: {
    cpuPercentOfCore: 20,
    basis:
      "measured on a busy machine: 1.9 to 2.3 s of CPU a run, nearly all to compile and load, with no call or 280 a second; what two events a call cost in the kernel, one of them with a stack, is not in this figure",
  },
  collect(args, { target }) {
    const argv = ["-q", "--no-warnings", "-e", syncScript(windowSeconds(args), pidsOf(target), types)];
    return { kind: "commands", commands: [{ binary: program, argv, env }] };
  },
  parse: (output) => fileSyncFacts(readSyncs(output.stdout), output),
});

export const bpftrace = traced("bpftrace", true);
export const bpftracePlain = traced("bpftrace-plain", false);

/** What `syncScript` prints; undefined where its end is missing. */
function readSyncs(stdout: Uint8Array): (TracedSyncs & { readonly endedEarly: boolean }) | undefined {
  const maps = new Map<string, MapEntry[]>();
  let header: { seconds: number; seen: number } | undefined;
  for (const item of bpftraceMaps(stdout)) {
    if (typeof item === "string") {
      const [, watched, seen] = /^watched (\d{1,19}) seen (\d{1,12})$/.exec(item) ?? [];
      if (watched !== undefined) header = { seconds: Number(watched) / 1e9, seen: Number(seen) };
    } else maps.set(item.map, [...(maps.get(item.map) ?? []), item]);
  }
  if (header === undefined || header.seconds <= 0) return undefined;
  const of = (map: string) => maps.get(map) ?? [];
  const latency = of("latency").flatMap(({ histogram }) => histogram);
  const texts = (map: string) => new Map(of(map).map(({ keys, value }) => [keys, value]));
  const names = {
    callers: callerNames(of("name")),
    types: texts("type"),
    files: texts("file"),
    folders: texts("folder"),
  };
  return {
    calls: callsOf(["total", "count", "longest"].flatMap(of), names),
    latency: parseLog2Histogram(Buffer.from(latency.join("\n"))),
    seconds: header.seconds,
    disks: diskNames(decodeText(stdout)),
    endedEarly: header.seen > mostSyncs,
  };
}

interface Names {
  /** By address. */
  readonly callers: ReadonlyMap<string, string>;
  /** By device. */
  readonly types: ReadonlyMap<string, string>;
  /** By `device, inode`. */
  readonly files: ReadonlyMap<string, string>;
  readonly folders: ReadonlyMap<string, string>;
}

function callsOf(entries: readonly MapEntry[], names: Names): SyncCalls[] {
  const places = new Map<string, { entry: MapEntry; sums: Record<string, number> }>();
  for (const entry of entries) {
    const id = JSON.stringify([entry.keys, entry.user]);
    const place = places.get(id) ?? { entry, sums: {} };
    const value = /^\d{1,18}$/.test(entry.value) ? Number(entry.value) : 0;
    const before = place.sums[entry.map] ?? 0;
    place.sums[entry.map] = entry.map === "longest" ? Math.max(before, value) : before + value;
    places.set(id, place);
  }
  return [...places.values()].flatMap(({ entry, sums: { total = 0, count = 0, longest = 0 } }): SyncCalls[] => {
    const [, call, pid, device = "", inode = "", caller = "", thread] =
      /^(\d), (\d{1,10}), (\d{1,10}), (\d{1,19}), (\d{1,19}), (.{0,64})$/.exec(entry.keys) ?? [];
    const name = syncCalls[Number(call)];
    if (thread === undefined || name === undefined || count <= 0) return [];
    const file = `${device}, ${inode}`;
    const folder = names.folders.get(file);
    return [
      {
        ...{ call: name, pid: Number(pid), thread, us: total, count, longestUs: longest },
        file: names.files.has(file)
          ? `${folder === undefined || folder === "/" ? "" : folder}/${names.files.get(file)}`
          : inode === "0"
            ? ""
            : `descriptor ${inode}`,
        fileSystem: names.types.get(device) ?? "",
        device: device === "0" ? "" : deviceNumber(Number(device)),
        user: withCaller(entry.user, names.callers.get(caller)),
      },
    ];
  });
}
