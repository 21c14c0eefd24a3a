import { entersNetwork } from "../privileges.ts";
import { tcpdump } from "../programs.ts";
import type { Requirement } from "../requirement.ts";
import type { Tool, Variant } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import type { KeptPayload } from "./kept-frame.ts";
import { captureFactDeclarations } from "./packet-facts.ts";
import { packetsCommand } from "./packets-command.ts";
import { parseCapture } from "./parse-packets.ts";

const requires: readonly Requirement[] = [
  { kind: "binary", binary: tcpdump },
  { kind: "capability", anyOf: ["NET_RAW"], reason: "capture packets" },
  ...entersNetwork,
];

const overhead = {
  cpuPercentOfCore: 3,
  basis: "0.22 s of CPU time for 1,050 packets in 8 s; about 40 µs for each more",
};

function variant(about: Pick<Variant, "name" | "precision" | "requires" | "serves">, payload?: KeptPayload): Variant {
  return {
    ...about,
    overhead,
    collect: (args, node) => ({
      kind: "commands",
      commands: [
        packetsCommand(args, node.target, [
          ...["--file", node.artifact("capture.pcap"), "--bytes", `${args["fileSize"]}`],
          ...["--payload", payload ?? (args["payload"] === "none" ? "none" : "dns")],
        ]),
      ],
    }),
    parse: parseCapture,
  };
}

/** A capture of the target's network namespace as a file that Wireshark opens, and what it tells. */
export const capture: Tool = {
  name: "capture",
  title: "packets of the target's network namespace, in a file and added up",
  arguments: {
    duration: durationArgument,
    filter: {
      type: "string",
      description: "Which packets, as pcap-filter(7) says it.",
      default: "ip or ip6",
    },
    packets: {
      type: "integer",
      description: "The capture ends after so many.",
      default: 200_000,
      minimum: 100,
      maximum: 10_000_000,
    },
    fileSize: {
      type: "bytes",
      description: "The capture ends when its file is so large.",
      default: "64MiB",
      minimum: "64KiB",
      maximum: "4GiB",
    },
    payload: {
      type: "enum",
      values: ["none", "dns", "all"],
      description:
        "What the file holds beside headers: nothing, the questions of DNS, or all that was said (with --allow-attach).",
      default: "none",
    },
  },
  facts: captureFactDeclarations,
  windowMs,
  variants: [
    variant(
      {
        name: "tcpdump-payload",
        precision:
          "Every packet that the filter lets through, in the file as a whole; what the kernel dropped is counted. TLS is told by the headers of records, hellos and alerts, without a key; the name that a client asks for where it stands in its first segment.",
        serves: ({ payload }) => payload === "all",
        requires: [
          ...requires,
          { kind: "consent", reason: "write what the target says and is told on the network into a file" },
        ],
      },
      "all",
    ),
    variant({
      name: "tcpdump",
      precision:
        "Every packet that the filter lets through, in the file by its headers, and by the question of DNS where asked for; what the kernel dropped is counted. TLS is told by the headers of records, hellos and alerts in the first 400 bytes of a segment: they are looked at in memory, and only when, which version and which alert is kept.",
      requires,
    }),
  ],
};
