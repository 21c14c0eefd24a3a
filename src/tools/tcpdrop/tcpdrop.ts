import { groupDigits } from "../../documents/group-digits.ts";
import { bpftraceLimits } from "../bpftrace-limits.ts";
import { entersNetwork, runsBpftrace } from "../privileges.ts";
import { bpftrace } from "../programs.ts";
import type { Tool, Variant } from "../tool.ts";
import { durationArgument, windowMs, windowSeconds } from "../window.ts";
import { dropFactDeclarations, parseDrops } from "./drop-facts.ts";
import { type DropScript, dropScript, mostDrops } from "./drop-script.ts";

/** Rows that share a key are added up in the kernel; the tracepoint's format has more bytes than bpftrace prints by default. */
const env = bpftraceLimits({ mapKeys: 16_384, file: 65_536 });

const bounded = `Every IP packet that the node drops is counted; after ${groupDigits(mostDrops)} it ends early.`;
const withReason = "With the kernel's reason, which Linux tells since 5.17.";
const bySite =
  "For kernels before Linux 5.17: by the function that dropped it, and without a reason but for what netfilter drops.";
const headers = "Namespace, addresses and port are read from the packet.";
const noHeaders = "Without BTF neither the namespace nor the addresses are told.";

const traced = (name: string, precision: string, script: DropScript): Variant => ({
  name,
  precision: `${bounded} ${precision}`,
  requires: [
    ...runsBpftrace,
    ...(script.reasons ? ([{ kind: "drop-reasons" }] as const) : []),
    ...(script.types ? ([{ kind: "btf" }, ...entersNetwork] as const) : []),
  ],
  overhead: { cpuPercentOfCore: 1, basis: "one event a dropped packet; its start is not in this figure" },
  collect: (args) => ({
    kind: "commands",
    commands: [
      {
        binary: bpftrace,
        argv: ["-q", "-e", dropScript(windowSeconds(args), script)],
        env,
        ...(script.types ? { network: "target" as const } : {}),
      },
    ],
  }),
  parse: (output) => parseDrops(output, { headers: script.types }),
});

/** Packets that the kernel throws away: why, in which function, and from whom to whom. */
export const tcpdrop: Tool = {
  name: "tcpdrop",
  title: "packets that the kernel drops, by reason",
  arguments: { duration: durationArgument },
  facts: dropFactDeclarations,
  windowMs,
  variants: [
    traced("bpftrace", `${withReason} ${headers}`, { types: true, reasons: true }),
    traced("bpftrace-sites", `${bySite} ${headers}`, { types: true, reasons: false }),
    traced("bpftrace-plain", `${withReason} ${noHeaders}`, { types: false, reasons: true }),
    traced("bpftrace-plain-sites", `${bySite} ${noHeaders}`, { types: false, reasons: false }),
  ],
};
