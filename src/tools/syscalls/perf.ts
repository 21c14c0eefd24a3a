import { cat, perf as program } from "../programs.ts";
import { pidsOf } from "../target-pids.ts";
import type { ParseContext, Parsed, RawOutput, Variant } from "../tool.ts";
import { windowSeconds } from "../window.ts";
import { callFacts } from "./call-facts.ts";
import { parsePerfSummary } from "./parse-perf-summary.ts";

/** Every call is written to a buffer and read again: so long at most, so that the cost is bounded. */
const mostSeconds = 2;

/**
 * perf-trace(1) with a summary only. It writes to stderr without `-o`. Calls that are still open at the end, and what it says of lost events, are
 * not in the summary.
 */
export const perf: Variant = {
  name: "perf",
  precision: `Each call and errno, for ${mostSeconds} s at most; what comes too fast to be read is lost. Neither where a call comes from, nor of which file or path, nor whether it waited: one that takes less than 50 µs on average is taken for one that does not.`,
  requires: [
    { kind: "binary", binary: program },
    { kind: "capability", anyOf: ["PERFMON", "SYS_ADMIN"], reason: "record what other programs ask of the kernel" },
    { kind: "tracefs" },
    { kind: "perf-events" },
    { kind: "target", targets: ["process"] },
  ],
  overhead: {
    cpuPercentOfCore: 100,
    basis:
      "the most that it can take to read what is recorded, for 2 s; of 2,200 calls a second each took 5 to 6 µs longer than bpftrace measured",
  },
  collect(args, { target, artifact }) {
    const summary = artifact("perf-trace.txt");
    const seconds = Math.min(mostSeconds, windowSeconds(args));
    const whom = ["-p", pidsOf(target).join(",")];
    return {
      kind: "commands",
      commands: [
        {
          binary: program,
          argv: ["trace", "-s", "--errno-summary", ...whom, "-o", summary, "--", "sleep", `${seconds}`],
        },
        { binary: cat, argv: [summary] },
      ],
    };
  },
  parse,
};

function parse(output: RawOutput, { args }: ParseContext): Parsed {
  const sums = parsePerfSummary(output.stdout);
  if (sums === undefined) return { facts: {}, notes: [] };
  const seconds = Math.min(mostSeconds, windowSeconds(args));
  const none = { stacks: [], transfers: [], missing: [], clocks: [], moved: new Map<string, number>() };
  // Empty tables of what it cannot see would say that there is nothing.
  const { transfers, sites, missing, clocks, stacks, ...facts } = callFacts({
    ...{ seconds, sums, ...none },
    seen: sums.reduce((sum, { count }) => sum + count, 0),
  });
  return { facts, notes: [] };
}
