import { entersNetwork } from "../privileges.ts";
import { tcpdump } from "../programs.ts";
import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { packetFactDeclarations } from "./packet-facts.ts";
import { packetsCommand } from "./packets-command.ts";
import { parsePackets } from "./parse-packets.ts";

/** What a capture of the target's network namespace tells. Only sums leave the node: no payload, no packet. */
export const packets: Tool = {
  name: "packets",
  title: "packets of the target's network namespace, added up",
  arguments: {
    duration: durationArgument,
    filter: {
      type: "string",
      description: "Which packets, as pcap-filter(7) says it. 127.0.0.11 is Docker's resolver, whose port is another.",
      default: "port 53 or host 127.0.0.11",
    },
    packets: {
      type: "integer",
      description: "The capture ends after so many.",
      default: 200_000,
      minimum: 100,
      maximum: 10_000_000,
    },
  },
  facts: packetFactDeclarations,
  windowMs,
  variants: [
    {
      name: "tcpdump",
      precision:
        "Every packet that the filter lets through, by its headers and the question of DNS messages; what the kernel dropped is counted.",
      requires: [
        { kind: "binary", binary: tcpdump },
        { kind: "capability", anyOf: ["NET_RAW"], reason: "capture packets" },
        ...entersNetwork,
      ],
      overhead: {
        cpuPercentOfCore: 3,
        basis: "some hundred packets a second; about 10 µs of CPU time for each more",
      },
      collect: (args, { target }) => ({ kind: "commands", commands: [packetsCommand(args, target)] }),
      parse: parsePackets,
    },
  ],
};
