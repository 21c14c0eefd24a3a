import { groupDigits } from "../../documents/group-digits.ts";
import { bpftraceLimits } from "../bpftrace-limits.ts";
import { runsBpftrace } from "../privileges.ts";
import { bpftrace as program } from "../programs.ts";
import { symbolHints } from "../stacks/symbol-hints.ts";
import { pidsOf } from "../target-pids.ts";
import type { Parsed, RawOutput, Variant } from "../tool.ts";
import { windowSeconds } from "../window.ts";
import { callFacts } from "./call-facts.ts";
import { callsScript, mostCalls } from "./calls-script.ts";
import { parseCallsMaps } from "./parse-calls-maps.ts";

/** As for `futex`; paths are longer than the 64 bytes of the default. */
const env = bpftraceLimits({ keepsSymbols: true, mapKeys: 16_384, text: 128 });

export const bpftrace: Variant = {
  name: "bpftrace",
  precision: `Every call that returns within the window, by call and errno, with the time from entry to return; stacks, files and paths of the first 5,000 and then of one in 32. After ${groupDigits(mostCalls)} calls it ends early. A program that calls very often is slower while it is traced. 32-bit programs have other numbers and get wrong names.`,
  requires: [...runsBpftrace, { kind: "btf" }, { kind: "target", targets: ["process"] }],
  overhead: {
    cpuPercentOfCore: 33,
    basis:
      "measured over 10 s on a busy machine: 2.7 to 3.3 s of CPU, to compile; and in the target some 7 µs a call, 50,000 of them at most",
  },
  collect(args, { target }) {
    const argv = ["-q", "--no-warnings", "-e", callsScript(windowSeconds(args), pidsOf(target))];
    return { kind: "commands", commands: [{ binary: program, argv, env }] };
  },
  parse,
};

function parse(output: RawOutput): Parsed {
  const traced = parseCallsMaps(output.stdout);
  if (traced === undefined) return { facts: {}, notes: [] };
  const facts = callFacts(traced);
  const notes: string[] = [];
  if (traced.seen >= mostCalls)
    notes.push(
      `It ended after ${Math.round(traced.seconds * 100) / 100} s and ${groupDigits(traced.seen)} calls, so that it does not cost more; the program is faster when nobody traces it.`,
    );
  if (output.partial) notes.push("Tracing was cut short.");
  if (facts.stacks?.kind === "profile") notes.push(...symbolHints(facts.stacks.folded));
  return { facts, notes };
}
