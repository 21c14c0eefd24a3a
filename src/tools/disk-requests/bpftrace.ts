import { groupDigits } from "../../documents/group-digits.ts";
import { bpftraceLimits } from "../bpftrace-limits.ts";
import { deviceNumber } from "../disk-load/device-number.ts";
import { parseLog2Histogram } from "../histogram/log2-histogram.ts";
import { diskNames } from "../kernel-files/diskstats.ts";
import { runsBpftrace } from "../privileges.ts";
import { bpftrace as program } from "../programs.ts";
import { bpftraceMaps } from "../stacks/bpftrace-maps.ts";
import { pidsOf } from "../target-pids.ts";
import { decodeText } from "../text-lines.ts";
import type { Variant } from "../tool.ts";
import { windowSeconds } from "../window.ts";
import { diskRequestFacts } from "./disk-request-facts.ts";
import { kinds, type Requests, type TracedRequests } from "./request.ts";
import { mostRequests, requestScript } from "./request-script.ts";

/** Requests in flight are held by device and sector; /proc/diskstats of a node with many volumes is longer than what bpftrace prints by default. */
const env = bpftraceLimits({ mapKeys: 16_384, file: 65_536 });

export const bpftrace: Variant = {
  name: "bpftrace",
  precision: `Every request of every disk is timed, by who asked for it: from its making to the device, and in the device. What was written to page cache is asked for by the kernel's own threads, and what a limit of a cgroup held back as well. After ${groupDigits(mostRequests)} requests it ends early.`,
  requires: [...runsBpftrace],
  overhead: {
    cpuPercentOfCore: 10,
    basis:
      "measured on a busy machine: 0.9 to 1.1 s of CPU a run, nearly all to compile and load, whether there were 300 requests a second or 3,000; what three events a request cost in the kernel is not in this figure",
  },
  collect(args, { target }) {
    const argv = ["-q", "--no-warnings", "-e", requestScript(windowSeconds(args), pidsOf(target))];
    return { kind: "commands", commands: [{ binary: program, argv, env }] };
  },
  parse: (output, context) => diskRequestFacts(readRequests(output.stdout), output, context),
};

/** What `requestScript` prints; undefined where its end is missing. */
function readRequests(stdout: Uint8Array): TracedRequests | undefined {
  const names = diskNames(decodeText(stdout));
  const sums = new Map<string, Record<string, number>>();
  const waited: Record<string, readonly string[]> = {};
  let header: { seconds: number; seen: number } | undefined;
  for (const item of bpftraceMaps(stdout)) {
    if (typeof item === "string") {
      const [, watched, seen] = /^watched (\d{1,19}) seen (\d{1,12})$/.exec(item) ?? [];
      if (watched !== undefined) header = { seconds: Number(watched) / 1e9, seen: Number(seen) };
    } else if (item.map === "waited") waited[item.keys] = item.histogram;
    else {
      const known = sums.get(item.keys) ?? {};
      if (/^\d{1,18}$/.test(item.value)) known[item.map] = Number(item.value);
      sums.set(item.keys, known);
    }
  }
  if (header === undefined || header.seconds <= 0) return undefined;
  const requests = [...sums].flatMap(
    ([keys, { count = 0, bytes = 0, queued = 0, served = 0, longest = 0, errors = 0 }]) => {
      const [, device, pid, kind, name] = /^(\d{1,10}), (\d{1,10}), (\d), (.{0,64})$/.exec(keys) ?? [];
      if (device === undefined || name === undefined || count <= 0) return [];
      const number = deviceNumber(Number(device));
      const asked = { disk: names.get(number) ?? number, pid: Number(pid), name, kind: kinds[Number(kind)] ?? "other" };
      return [
        { ...asked, count, bytes, queuedUs: queued, servedUs: served, longestUs: longest, errors } satisfies Requests,
      ];
    },
  );
  const histogram = (key: string) => parseLog2Histogram(Buffer.from((waited[key] ?? []).join("\n")));
  return {
    requests,
    latency: histogram("0"),
    served: histogram("1"),
    seconds: header.seconds,
    endedEarly: header.seen > mostRequests,
  };
}
