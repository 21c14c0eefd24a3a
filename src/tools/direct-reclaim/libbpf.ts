import { loadBpf, readsKernel } from "../privileges.ts";
import { libbpfTool } from "../programs.ts";
import { textLines } from "../text-lines.ts";
import type { ParseContext, Parsed, RawOutput, Variant } from "../tool.ts";
import { windowSeconds } from "../window.ts";
import { directReclaimFacts, type Reclaimer } from "./direct-reclaim-facts.ts";

const program = libbpfTool("drsnoop", { bare: true });

/** drsnoop(8): a line for each reclaim for the node. It does not see what tasks reclaim at limits of cgroups. */
export const libbpf: Variant = {
  name: "libbpf",
  precision:
    "Every reclaim of a task for the node is timed, to ten microseconds; that at limits of cgroups is not seen, so that it answers for hosts only. Threads, not processes; no stacks.",
  // BTF is not among them: without, drsnoop takes the raw tracepoints.
  requires: [{ kind: "target", targets: ["host"] }, { kind: "binary", binary: program }, loadBpf, readsKernel],
  overhead: { cpuPercentOfCore: 1, basis: "drsnoop(8): negligible, as direct reclaim is rare where a node is well" },
  collect: (args) => ({
    kind: "commands",
    commands: [{ binary: program, argv: ["-d", `${windowSeconds(args)}`] }],
  }),
  parse: parseDrsnoop,
};

/** `TIME     COMM             TID     LAT(ms) PAGES`, then `12:00:01 stress           4242       1.23    54`. */
function parseDrsnoop(output: RawOutput, context: ParseContext): Parsed {
  const reclaimers = new Map<string, Reclaimer>();
  let isWatching = false;
  for (const line of textLines(output.stdout)) {
    isWatching ||= /^TIME +COMM +TID +LAT\(ms\) +PAGES/.test(line);
    const [, name = "", tid, latency] =
      /^\d\d:\d\d:\d\d (.{1,16}?) +(\d{1,10}) +(\d{1,9}\.\d{1,6}) +\d{1,12}\b/.exec(line) ?? [];
    if (tid === undefined) continue;
    const known = reclaimers.get(tid) ?? { pid: Number(tid), name, times: 0, limitUs: 0, nodeUs: 0 };
    known.times += 1;
    known.nodeUs += Number(latency) * 1000;
    reclaimers.set(tid, known);
  }
  if (!isWatching) return { facts: {}, notes: [] };
  const found = { reclaimers: [...reclaimers.values()], latency: [], folded: new Map<string, number>() };
  return directReclaimFacts(found, output, context);
}
