import { number, string, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import type { Parsed, RawOutput } from "../tool.ts";
import { whoseColumn } from "../whose.ts";
import { type Drop, readDrops } from "./read-drops.ts";

const shownRows = 50;

const columns = {
  whose: whoseColumn,
  reason: {
    kind: "string",
    description:
      'Why, as include/net/dropreason-core.h names it: NETFILTER_DROP, TCP_ZEROWINDOW, SOCKET_RCVBUFF, NO_SOCKET… Before Linux 5.17 only NETFILTER_DROP, else "not told".',
  },
  site: { kind: "string", description: "Function of the kernel that dropped it." },
  count: { kind: "number", unit: "count", description: "Packets." },
} as const;

export const dropFactDeclarations = {
  dropped: {
    kind: "number",
    unit: "count",
    optional: true,
    description:
      "IP packets dropped in the target's network namespace (skb:kfree_skb). Absent where the namespace is not told.",
  },
  droppedRate: { kind: "number", unit: "per-second", optional: true, description: "Of those, a second." },
  filtered: {
    kind: "number",
    unit: "count",
    optional: true,
    description: "Of those by a rule of netfilter (NETFILTER_DROP): iptables, nftables, or what a NetworkPolicy makes.",
  },
  droppedOnNode: { kind: "number", unit: "count", description: "IP packets dropped in all namespaces of the node." },
  topReason: { kind: "string", optional: true, description: "Why most of the target's were dropped." },
  reasons: { kind: "table", columns, description: "By reason and function, the target's first, then by count." },
  packets: {
    kind: "table",
    optional: true,
    columns: {
      ...columns,
      protocol: { kind: "string", description: "tcp, udp, icmp, or the protocol's number." },
      source: { kind: "string", description: "Address that it came from." },
      destination: { kind: "string", description: "Address that it went to." },
      port: {
        kind: "number",
        description: "The smaller of its two ports, which is the service's; 0 where the protocol has none.",
      },
    },
    description: "By header too. Absent where headers cannot be read.",
  },
} as const satisfies Record<string, FactDeclaration>;

type Facts = Partial<Record<keyof typeof dropFactDeclarations, ParsedFact>>;

export function parseDrops(output: RawOutput, { headers }: { readonly headers: boolean }): Parsed {
  const { seconds, endedEarly, reasons, packets } = readDrops(output.stdout);
  if (seconds === undefined)
    return { facts: {}, notes: [], problem: { code: "no-output", message: problemOf(output.stderr) } };
  const sum = (is: (drop: Drop) => boolean) => reasons.reduce((all, one) => (is(one) ? all + one.count : all), 0);
  const dropped = sum(({ whose }) => whose === "target");
  const ordered = sorted(reasons);
  const top = ordered.find(({ whose }) => whose === "target");
  const facts: Facts = {
    ...(headers
      ? {
          dropped: number(dropped, "count"),
          droppedRate: number(dropped / Math.max(0.001, seconds), "per-second"),
          filtered: number(
            sum(({ whose, reason }) => whose === "target" && reason === "NETFILTER_DROP"),
            "count",
          ),
          packets: table(
            dropFactDeclarations.packets,
            sorted(packets)
              .slice(0, shownRows)
              .map((one) => [
                ...[one.whose, one.reason, one.site, one.count],
                ...[one.protocol, one.source, one.destination, one.port],
              ]),
          ),
        }
      : {}),
    droppedOnNode: number(
      sum(() => true),
      "count",
    ),
    ...(headers && top !== undefined ? { topReason: string(top.reason) } : {}),
    reasons: table(
      dropFactDeclarations.reasons,
      ordered.slice(0, shownRows).map(({ whose, reason, site, count }) => [whose, reason, site, count]),
    ),
  };
  return {
    facts,
    notes: endedEarly
      ? [`It ended after ${Math.round(seconds * 10) / 10} s, as so many packets were dropped that it would cost more.`]
      : [],
  };
}

/** bpftrace's own words, recorded from 0.17 and 0.23. */
function problemOf(stderr: string): string {
  return stderr.includes("does not contain a field named 'reason'")
    ? "this kernel does not tell why it drops a packet: Linux does since 5.17"
    : "the tracer did not come to its end";
}

function sorted<D extends Drop>(drops: readonly D[]): D[] {
  const first = ({ whose }: Drop) => (whose === "target" ? 0 : 1);
  return drops.toSorted((a, b) => first(a) - first(b) || b.count - a.count);
}
