import { parseLog2Histogram } from "../histogram/log2-histogram.ts";
import { parseBpftraceStacks } from "../profile/parse-bpftrace-stacks.ts";
import { textLines } from "../text-lines.ts";
import type { ParseContext, Parsed, RawOutput } from "../tool.ts";
import { directReclaimFacts, type Reclaimer } from "./direct-reclaim-facts.ts";

/** `watching`, then the maps: `@us_limit[4242, java]: 81234`, the histogram `@usecs:`, and stacks in `perf` mode. */
export function parseBpftraceReclaim(output: RawOutput, context: ParseContext): Parsed {
  const reclaimers = new Map<string, Reclaimer>();
  const pages = { node: 0, limit: 0 };
  let isWatching = false;
  for (const line of textLines(output.stdout)) {
    isWatching ||= line === "watching";
    const [, map, where, pid, name = "", value] =
      /^@(us|times)_(node|limit)\[(\d{1,10}), (.*)\]: (\d{1,18})$/.exec(line) ?? [];
    if (pid !== undefined) {
      const key = `${pid} ${name}`;
      const known = reclaimers.get(key) ?? { pid: Number(pid), name, times: 0, limitUs: 0, nodeUs: 0 };
      if (map === "times") known.times += Number(value);
      else known[where === "node" ? "nodeUs" : "limitUs"] += Number(value);
      reclaimers.set(key, known);
    }
    const [, at, count] = /^@pages_(node|limit): (\d{1,18})$/.exec(line) ?? [];
    if (at !== undefined) pages[at === "node" ? "node" : "limit"] = Number(count);
  }
  if (!isWatching) return { facts: {}, notes: [] };
  const { folded } = parseBpftraceStacks(output);
  const found = { reclaimers: [...reclaimers.values()], latency: parseLog2Histogram(output.stdout), folded };
  return directReclaimFacts(found, output, context);
}
