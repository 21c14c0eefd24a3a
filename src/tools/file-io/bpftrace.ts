import { groupDigits } from "../../documents/group-digits.ts";
import { bpftraceLimits } from "../bpftrace-limits.ts";
import { runsBpftrace } from "../privileges.ts";
import { bpftrace as program } from "../programs.ts";
import { bpftraceMaps } from "../stacks/bpftrace-maps.ts";
import { pidsOf } from "../target-pids.ts";
import type { Variant } from "../tool.ts";
import { windowSeconds } from "../window.ts";
import { tracedFileFacts } from "./file-facts.ts";
import { fileScript, mostCalls } from "./file-script.ts";
import { type CallKind, type Calls, callKinds, type FailedOpens, type FileUse, type TracedFiles } from "./file-use.ts";

/** A path may be longer than the 64 bytes of the default; 200 is the most that bpftrace 0.17 takes. */
const env = bpftraceLimits({ mapKeys: 8_192, text: 128 });

export const bpftrace: Variant = {
  name: "bpftrace",
  precision: `Every read, write, sync and open of a regular file by system call, with its time. Not memory-mapped files, io_uring, AIO, preadv(2) and pwritev(2). Files are named by their last folder and name. After ${groupDigits(mostCalls)} calls it ends early.`,
  requires: [...runsBpftrace, { kind: "btf" }],
  overhead: {
    cpuPercentOfCore: 50,
    basis:
      "measured on a busy machine: 5.1 s of CPU a run, nearly all to compile and load; what two events a call cost in the kernel is not in this figure",
  },
  collect(args, { target }) {
    const argv = ["-q", "--no-warnings", "-e", fileScript(windowSeconds(args), pidsOf(target))];
    return { kind: "commands", commands: [{ binary: program, argv, env }] };
  },
  parse: (output) => tracedFileFacts(readFiles(output.stdout), output),
};

/** What `fileScript` prints; undefined where its end is missing. */
function readFiles(stdout: Uint8Array): TracedFiles | undefined {
  const texts = new Map<string, Map<string, string>>();
  const failed = new Map<string, { count: number; ns: number }>();
  let header: { seconds: number; seen: number } | undefined;
  for (const item of bpftraceMaps(stdout)) {
    if (typeof item === "string") {
      const [, watched, seen] = /^watched (\d{1,19}) seen (\d{1,12})$/.exec(item) ?? [];
      if (watched !== undefined) header = { seconds: Number(watched) / 1e9, seen: Number(seen) };
    } else texts.set(item.map, (texts.get(item.map) ?? new Map<string, string>()).set(item.keys, item.value));
  }
  if (header === undefined || header.seconds <= 0) return undefined;
  const text = (map: string, keys: string) => texts.get(map)?.get(keys) ?? "";
  const whole = (map: string, keys: string) => wholeOf(text(map, keys));
  const calls = (kind: CallKind, file: string): Calls => {
    const keys = `${callKinds.indexOf(kind)}, ${file}`;
    return { count: whole("count", keys), bytes: whole("bytes", keys), ns: whole("time", keys) };
  };
  const files = [...(texts.get("pid") ?? [])].flatMap(([file, pid]): FileUse[] => {
    if (!/^\d{1,20}, \d{1,20}$/.test(file)) return [];
    const folder = text("folder", file);
    return [
      {
        file: `${folder === "" || folder === "/" ? "" : folder}/${text("file", file)}`,
        ...{ fileSystem: text("type", file), size: whole("size", file), isDirect: whole("direct", file) > 0 },
        ...{ drops: whole("drops", file), process: text("process", file), pid: wholeOf(pid) },
        ...{ reads: calls("reads", file), writes: calls("writes", file), syncWrites: calls("syncWrites", file) },
        ...{ syncs: calls("syncs", file), opens: calls("opens", file), sends: calls("sends", file) },
        sequential: whole("follows", file),
        missed: { count: whole("missed", file), bytes: whole("fetched", file), ns: whole("waited", file) },
      },
    ];
  });
  for (const [map, of] of [
    ["failed", "count"],
    ["failing", "ns"],
  ] as const)
    for (const [keys, value] of texts.get(map) ?? []) {
      const one = failed.get(keys) ?? { count: 0, ns: 0 };
      one[of] = wholeOf(value);
      failed.set(keys, one);
    }
  return {
    seconds: header.seconds,
    endedEarly: header.seen > mostCalls,
    files,
    failed: [...failed].flatMap(([keys, sums]): FailedOpens[] => {
      const [, errno, path] = /^(\d{1,4}), (.*)$/.exec(keys) ?? [];
      return path === undefined || sums.count === 0 ? [] : [{ path, errno: Number(errno), ...sums }];
    }),
  };
}

function wholeOf(text: string): number {
  return /^\d{1,19}$/.test(text) ? Number(text) : 0;
}
