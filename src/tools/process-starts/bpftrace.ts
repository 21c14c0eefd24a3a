import { basename } from "node:path";
import { groupDigits } from "../../documents/group-digits.ts";
import { bpftraceLimits } from "../bpftrace-limits.ts";
import { runsBpftrace } from "../privileges.ts";
import { bpftrace as program } from "../programs.ts";
import { pidsOf } from "../target-pids.ts";
import type { NodeTarget, Parsed, RawOutput, Variant } from "../tool.ts";
import { windowSeconds } from "../window.ts";
import { parseStartsMaps } from "./parse-starts-maps.ts";
import { tracedFacts } from "./start-facts.ts";
import { mostStarts, startsScript } from "./starts-script.ts";

/** A command line may be longer than the 64 bytes of the default; 200 is the most that bpftrace 0.17 takes. */
const env = bpftraceLimits({ mapKeys: 65_536, text: 128 });

export const bpftrace: Variant = {
  name: "bpftrace",
  precision: `Every process that the target's processes start, and every one that comes into its container from outside, from birth to end: CPU time as the scheduler counts it. What began before or ends after the window is not in the sums. After ${groupDigits(mostStarts)} starts it ends early.`,
  requires: [...runsBpftrace, { kind: "btf" }],
  overhead: {
    cpuPercentOfCore: 12,
    basis:
      "measured over 10 s: 0.7 to 1.2 s of CPU, nearly all of it at the start, to compile, at up to 470 starts a second",
  },
  collect(args, { target }) {
    const cgroup = ownCgroup(target);
    const request = { seconds: windowSeconds(args), pids: pidsOf(target), ...(cgroup === undefined ? {} : { cgroup }) };
    return { kind: "commands", commands: [{ binary: program, argv: ["-q", "-e", startsScript(request)], env }] };
  },
  parse,
};

/** Only a container has a cgroup of its own: that of a process may be its whole session's. */
function ownCgroup(target: NodeTarget): string | undefined {
  if (target.kind === "host" || target.container === undefined) return undefined;
  const folder = target.cgroups["cpu"] ?? target.cgroups["unified"];
  return folder === undefined ? undefined : basename(folder);
}

function parse(output: RawOutput): Parsed {
  const traced = parseStartsMaps(output.stdout);
  if (traced === undefined) return { facts: {}, notes: [] };
  const facts = tracedFacts(traced);
  const notes: string[] = [];
  if (facts.starts?.kind === "number" && facts.starts.value >= mostStarts)
    notes.push(`It ended after ${Math.round(traced.seconds * 10) / 10} s, so that it does not cost more.`);
  if (output.partial) notes.push("Tracing was cut short.");
  return { facts, notes };
}
