import { bpftraceLimits } from "../bpftrace-limits.ts";
import { runsBpftrace } from "../privileges.ts";
import { bpftrace as program } from "../programs.ts";
import { pidsOf } from "../target-pids.ts";
import type { Variant } from "../tool.ts";
import { windowSeconds } from "../window.ts";
import { parseBpftraceReclaim } from "./parse-bpftrace-reclaim.ts";

const env = bpftraceLimits({ keepsSymbols: true, mapKeys: 16_384 });

export const bpftrace: Variant = {
  name: "bpftrace",
  precision:
    "Every reclaim of a task is timed, that for the node and that at the limit of a cgroup. Processes that start in the window are not seen, except of a host. User frames need frame pointers.",
  requires: [...runsBpftrace],
  overhead: {
    cpuPercentOfCore: 1,
    basis:
      "measured over 15 s at 75 reclaims a second: 0.1 s of CPU; 0.4 s more at the start, to compile, are not in it",
  },
  collect(args, { target }) {
    const argv = ["-q", "-e", script(windowSeconds(args), pidsOf(target))];
    return { kind: "commands", commands: [{ binary: program, argv, env }] };
  },
  parse: parseBpftraceReclaim,
};

/**
 * Tracepoints of mm/vmscan.c: try_to_free_pages() for the node, try_to_free_mem_cgroup_pages() at a limit or above memory.high.
 * They do not nest. Only numbers are spliced in.
 */
function script(seconds: number, pids: readonly number[]): string {
  const filter = pids.length === 0 ? "" : `/${pids.map((pid) => `pid == ${pid}`).join(" || ")}/ `;
  const ended = (where: "node" | "limit", probe: string) =>
    [
      `tracepoint:vmscan:${probe} /@begun[tid]/ {`,
      "  $us = (nsecs - @begun[tid]) / 1000; delete(@begun[tid]);",
      `  @usecs = hist($us); @us_${where}[pid, comm] = sum($us); @times_${where}[pid, comm] = count();`,
      `  @pages_${where} = sum(args->nr_reclaimed);`,
      "  @stacks[comm, kstack(perf), ustack(perf)] = sum($us);",
      "}",
    ].join("\n");
  return [
    'BEGIN { printf("watching\\n"); }',
    `tracepoint:vmscan:mm_vmscan_direct_reclaim_begin, tracepoint:vmscan:mm_vmscan_memcg_reclaim_begin ${filter}{ @begun[tid] = nsecs; }`,
    ended("node", "mm_vmscan_direct_reclaim_end"),
    ended("limit", "mm_vmscan_memcg_reclaim_end"),
    `interval:s:${seconds} { exit(); }`,
    "END { clear(@begun); }",
  ].join("\n");
}
