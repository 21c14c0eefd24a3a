import { entersNetwork } from "../privileges.ts";
import { cat } from "../programs.ts";
import { pidsOf } from "../target-pids.ts";
import type { NodeTarget, Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { parseTcpCounters } from "./parse-tcp-counters.ts";
import { tcpCounterFactDeclarations } from "./tcp-counter-facts.ts";

const intervalMs = 1_000;

/** The node's network namespace: of its first process, which a security module may hide, and of kthreadd. */
const nodePaths = ["/proc/1/ns/net", "/proc/2/ns/net", "/proc/2/comm"];

/** The files of the target's network namespace, and what tells whether that is the node's. */
function paths(target: NodeTarget): string[] {
  const pid = pidsOf(target)[0] ?? 1;
  return [
    ...["snmp", "netstat", "sockstat"].map((name) => `/proc/${pid}/net/${name}`),
    `/proc/${pid}/ns/net`,
    ...nodePaths,
    "/proc/sys/net/ipv4/tcp_mem",
  ];
}

/** What the kernel counts of TCP and UDP in the target's network namespace, over the window. */
export const tcpCounters: Tool = {
  name: "tcp-counters",
  title: "the kernel's counters of TCP and UDP in the target's network namespace",
  arguments: { duration: durationArgument },
  facts: tcpCounterFactDeclarations,
  windowMs,
  variants: [
    {
      name: "procfs",
      precision:
        "Every event is counted, of all processes of the namespace together; which socket or peer it was is not told.",
      requires: [],
      overhead: { cpuPercentOfCore: 0.1, basis: "half a dozen small files read once a second" },
      collect: (args, { target }) => ({ kind: "samples", paths: paths(target), intervalMs, windowMs: windowMs(args) }),
      parse: parseTcpCounters,
    },
    {
      name: "nsenter",
      precision:
        "As from procfs, where /proc/PID/net of another process may not be read (hidepid): read from within the namespace.",
      requires: [{ kind: "binary", binary: cat }, ...entersNetwork],
      overhead: { cpuPercentOfCore: 1, basis: "a program started once a second" },
      collect: (args, { target }) => ({
        kind: "samples",
        paths: [`/proc/${pidsOf(target)[0] ?? 1}/ns/net`, ...nodePaths, "/proc/sys/net/ipv4/tcp_mem"],
        programs: {
          "/net/snmp+netstat+sockstat": {
            binary: cat,
            argv: ["/proc/thread-self/net/snmp", "/proc/thread-self/net/netstat", "/proc/thread-self/net/sockstat"],
            network: "target",
          },
        },
        intervalMs,
        windowMs: windowMs(args),
      }),
      parse: parseTcpCounters,
    },
  ],
};
