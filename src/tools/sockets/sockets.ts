import { entersNetwork } from "../privileges.ts";
import { diagItself, ss } from "../programs.ts";
import { pidsOf } from "../target-pids.ts";
import type { NodeTarget, Tool } from "../tool.ts";
import { durationArgument, windowMs, windowSeconds } from "../window.ts";
import { parseSockets } from "./parse-sockets.ts";
import { socketFactDeclarations } from "./socket-fact-declarations.ts";

const argv = (source: "ss" | "procfs", target: NodeTarget, seconds: number) => {
  const pids = pidsOf(target);
  const whose = pids.length === 0 ? [] : ["--pids", pids.join(",")];
  return ["helper", "sockets", "--source", source, ...whose, "--seconds", `${seconds}`];
};

/** TCP sockets of the target's network namespace: states, queues, peers, and whose they are. */
export const sockets: Tool = {
  name: "sockets",
  title: "TCP sockets of the target's network namespace",
  arguments: { duration: durationArgument },
  facts: socketFactDeclarations,
  windowMs,
  variants: [
    {
      name: "ss",
      precision:
        "Every socket with the kernel's own tcp_info, several times a second. Connections that live between two readings are not seen.",
      requires: [{ kind: "binary", binary: ss }, ...entersNetwork],
      overhead: {
        cpuPercentOfCore: 2,
        basis: "at most four readings a second, which take a twentieth of a core at the most",
      },
      collect: (args, node) => ({
        kind: "commands",
        commands: [{ binary: diagItself, argv: argv("ss", node.target, windowSeconds(args)), network: "target" }],
      }),
      parse: parseSockets,
    },
    {
      name: "procfs",
      precision:
        "States, queues and owners of every socket; no round trips, retransmits, windows or backlogs, and no port range of another namespace.",
      requires: [],
      overhead: {
        cpuPercentOfCore: 2,
        basis: "at most four readings a second, which take a twentieth of a core at the most",
      },
      collect: (args, node) => ({
        kind: "commands",
        commands: [{ binary: diagItself, argv: argv("procfs", node.target, windowSeconds(args)) }],
      }),
      parse: parseSockets,
    },
  ],
};
