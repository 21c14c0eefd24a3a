import { groupDigits } from "../../documents/group-digits.ts";
import { bpftraceLimits } from "../bpftrace-limits.ts";
import { runsBpftrace } from "../privileges.ts";
import { bpftrace as program } from "../programs.ts";
import { symbolHints } from "../stacks/symbol-hints.ts";
import { pidsOf } from "../target-pids.ts";
import type { ParseContext, Parsed, RawOutput, Variant } from "../tool.ts";
import { windowSeconds } from "../window.ts";
import { offCpuFacts } from "./off-cpu-facts.ts";
import { mostWaits, offCpuScript } from "./off-cpu-script.ts";
import { parseOffCpuMaps } from "./parse-off-cpu-maps.ts";

/** As for `profile`: names of frames need the cache. */
const env = bpftraceLimits({ keepsSymbols: true, mapKeys: 65_536 });

export const bpftrace: Variant = {
  name: "bpftrace",
  precision: `Every wait is counted, from leaving the CPU to being woken, with its stack and the kind of its futex. Threads that slept all along are not seen, and what directly calls the C library may be missing from the stack. After ${groupDigits(mostWaits)} waits it ends early.`,
  requires: [...runsBpftrace, { kind: "target", targets: ["process"] }],
  overhead: {
    cpuPercentOfCore: 10,
    basis: `measured: 21 µs a wait in the kernel (kernel.bpf_stats_enabled, 2,000 waits a second), ${groupDigits(mostWaits)} of them at most; and 0.9 to 1.8 s of CPU at the start, to compile and load`,
  },
  collect(args, { target }) {
    const argv = ["-q", "--no-warnings", "-e", offCpuScript(windowSeconds(args), pidsOf(target))];
    return { kind: "commands", commands: [{ binary: program, argv, env }] };
  },
  parse,
};

function parse(output: RawOutput, context: ParseContext): Parsed {
  const { waits, seconds, seen } = parseOffCpuMaps(output);
  if (waits.length === 0 && seconds === undefined) return { facts: {}, notes: [] };
  const facts = offCpuFacts(waits, seconds ?? context.elapsedMs / 1e3);
  const notes: string[] = [];
  if (seen === 0) notes.push("No thread of the target left a CPU to wait: they slept all along, or computed.");
  if (seen > mostWaits)
    notes.push(
      `It ended after ${Math.round((seconds ?? 0) * 10) / 10} s and ${groupDigits(seen)} waits, so that it does not cost more.`,
    );
  if (output.partial) notes.push("Tracing was cut short.");
  if (facts.stacks?.kind === "profile") notes.push(...symbolHints(facts.stacks.folded));
  return { facts, notes };
}
