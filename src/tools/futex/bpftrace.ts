import { groupDigits } from "../../documents/group-digits.ts";
import { bpftraceLimits } from "../bpftrace-limits.ts";
import { runsBpftrace } from "../privileges.ts";
import { bpftrace as program } from "../programs.ts";
import { symbolHints } from "../stacks/symbol-hints.ts";
import { pidsOf } from "../target-pids.ts";
import type { Parsed, RawOutput, Variant } from "../tool.ts";
import { windowSeconds } from "../window.ts";
import { futexFacts } from "./futex-facts.ts";
import { futexScript, mostCalls } from "./futex-script.ts";
import { parseFutexMaps } from "./parse-futex-maps.ts";

/** As for `profile`: names of frames need the cache, under the names of all versions. */
const env = bpftraceLimits({ keepsSymbols: true, mapKeys: 65_536 });

export const bpftrace: Variant = {
  name: "bpftrace",
  precision: `Every wait that ends or begins within the window, by futex, with its stack; who wakes, and how long who had waited then had the lock. The owner is read from the lock's memory (glibc's and musl's mutexes, PI futexes). Threads that waited all along, and locks that spin, are not seen. After ${groupDigits(mostCalls)} waits and wakes it ends early.`,
  requires: [...runsBpftrace, { kind: "btf" }, { kind: "target", targets: ["process"] }],
  overhead: {
    cpuPercentOfCore: 33,
    basis:
      "measured over 10 s on a busy machine: 1.8 to 2.4 s of CPU, to compile; and in the kernel 19 µs a wait or wake (kernel.bpf_stats_enabled, 20,000 a second), 50,000 of them at most",
  },
  collect(args, { target }) {
    const argv = ["-q", "-e", futexScript(windowSeconds(args), pidsOf(target))];
    return { kind: "commands", commands: [{ binary: program, argv, env }] };
  },
  parse,
};

function parse(output: RawOutput): Parsed {
  const calls = parseFutexMaps(output.stdout);
  if (calls === undefined) return { facts: {}, notes: [] };
  const facts = futexFacts(calls);
  const notes: string[] = [];
  if (calls.seen > mostCalls)
    notes.push(
      `It ended after ${Math.round(calls.seconds * 10) / 10} s and ${groupDigits(calls.seen)} waits and wakes, so that it does not cost more.`,
    );
  if (output.partial) notes.push("Tracing was cut short.");
  if (facts.stacks?.kind === "profile") notes.push(...symbolHints(facts.stacks.folded));
  return { facts, notes };
}
