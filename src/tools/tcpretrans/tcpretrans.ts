import { bpftraceLimits } from "../bpftrace-limits.ts";
import { entersNetwork, loadBpf } from "../privileges.ts";
import { bpftrace } from "../programs.ts";
import type { Requirement } from "../requirement.ts";
import type { Tool, Variant } from "../tool.ts";
import { durationArgument, windowMs, windowSeconds } from "../window.ts";
import { mostConnections } from "./read-retransmits.ts";
import { parseRetransmits, retransmitFactDeclarations } from "./retransmit-facts.ts";
import { retransmitScript } from "./retransmit-script.ts";

const traced = (name: string, precision: string, needs: readonly Requirement[], types: boolean): Variant => ({
  name,
  precision: `Every segment that the node sends again is counted, with its connection. ${precision}`,
  requires: [{ kind: "binary", binary: bpftrace }, { kind: "tracefs" }, loadBpf, ...needs],
  overhead: {
    cpuPercentOfCore: 1,
    basis: "one event a segment that is sent again; its start is not in this figure",
  },
  collect: (args) => ({
    kind: "commands",
    commands: [
      {
        binary: bpftrace,
        argv: ["-q", "-e", retransmitScript(windowSeconds(args), { types })],
        env: bpftraceLimits({ mapKeys: mostConnections }),
        ...(types ? { network: "target" as const } : {}),
      },
    ],
  }),
  parse: (output) => parseRetransmits(output, { namespaces: types }),
});

/**
 * What TCP sends again, by connection (tcpretrans(8)). There is no tcpretrans of libbpf-tools, and BCC's reads the same tracepoint with
 * headers beside, but tells no namespace.
 */
export const tcpretrans: Tool = {
  name: "tcpretrans",
  title: "TCP segments sent again, by peer",
  arguments: { duration: durationArgument },
  facts: retransmitFactDeclarations,
  windowMs,
  variants: [
    traced(
      "bpftrace",
      "Whose it is tells the network namespace of its socket.",
      [{ kind: "btf" }, ...entersNetwork],
      true,
    ),
    traced("bpftrace-plain", "Without BTF it is not told whose it is, only between which addresses.", [], false),
  ],
};
