import { loadBpf } from "../privileges.ts";
import { bccTool, bpftrace, diagItself, libbpfTool } from "../programs.ts";
import type { Binary, Requirement } from "../requirement.ts";
import { connectionsArguments } from "../tcplife/tcplife.ts";
import type { Tool, Variant } from "../tool.ts";
import { durationArgument, windowMs, windowSeconds } from "../window.ts";
import { connectFactDeclarations, parseConnects } from "./connect-facts.ts";

const tracedBy = (name: string, binary: Binary, needs: readonly Requirement[], precision: string): Variant => ({
  name,
  precision,
  requires: [{ kind: "binary", binary }, loadBpf, ...needs],
  overhead: { cpuPercentOfCore: 2, basis: "two or three events a connection; its start is not in this figure" },
  collect: (args, { target }) => ({
    kind: "commands",
    commands: [{ binary: diagItself, argv: connectionsArguments("connect", name, target, windowSeconds(args)) }],
  }),
  parse: parseConnects,
});

const succeeded =
  "Only connects that were established, and whose process is the target's, from the kernel's functions.";

/** How long connect(2) takes, by peer: from the SYN to the end of the handshake (tcpconnlat(8)). */
export const tcpconnlat: Tool = {
  name: "tcpconnlat",
  title: "latency of TCP connects",
  arguments: { duration: durationArgument },
  facts: connectFactDeclarations,
  windowMs,
  // bpftrace first: its tracepoint is stable, needs no kprobes, and tells also of attempts that failed.
  variants: [
    tracedBy(
      "bpftrace",
      bpftrace,
      [{ kind: "tracefs" }],
      "Every connect, also those that failed, by the tracepoint inet_sock_set_state.",
    ),
    tracedBy("libbpf", libbpfTool("tcpconnlat", { bare: true }), [{ kind: "btf" }, { kind: "kprobes" }], succeeded),
    tracedBy("bcc", bccTool("tcpconnlat"), [{ kind: "headers" }, { kind: "kprobes" }], succeeded),
  ],
};
