import { histogram, number, percent, table } from "../fact.ts";
import type { ParsedFact } from "../fact-declaration.ts";
import { textLines } from "../text-lines.ts";
import type { Parsed, RawOutput } from "../tool.ts";
import type { DnsTally } from "./dns-watch.ts";
import { packetFactDeclarations as declared } from "./packet-facts.ts";
import type { PacketSummary } from "./packet-watch.ts";

type Facts = Partial<Record<keyof typeof declared, ParsedFact>>;

const nothing: Parsed = {
  facts: {},
  notes: [],
  problem: { code: "no-output", message: "the capture did not come to its end" },
};

/** `diag helper packets`: one line. */
export function parsePackets(output: RawOutput): Parsed {
  try {
    const [line] = textLines(output.stdout, 16 * 1024 * 1024);
    const summary = JSON.parse(line ?? "") as PacketSummary;
    return summary.kind === "summary" ? { facts: factsOf(summary), notes: notesOf(summary) } : nothing;
  } catch {
    return nothing;
  }
}

function factsOf({ packets, dropped, seconds, dns, tcp }: PacketSummary): Facts {
  const { all } = dns;
  const total = (of: (peer: (typeof tcp.peers)[number]) => number) =>
    number(
      tcp.peers.reduce((sum, peer) => sum + of(peer), 0),
      "count",
    );
  const count = (value: number) => number(value, "count");
  return {
    packets: count(packets),
    dropped: count(dropped),
    watched: number(seconds, "seconds"),
    dnsQueries: count(all.queries),
    dnsRate: number(all.queries / Math.max(0.001, seconds), "per-second"),
    dnsAnswered: count(all.answered),
    dnsUnanswered: count(all.unanswered),
    dnsAgain: count(all.again),
    dnsNxdomain: count(all.nxdomain),
    dnsFailed: count(all.failed),
    dnsTruncated: count(dns.truncated),
    dnsDistinct: count(dns.distinct),
    ...(all.answered > 0
      ? { dnsMean: number(mean(all), "milliseconds"), dnsLongest: number(all.longest, "milliseconds") }
      : {}),
    dnsLatency: histogram(bucketsOf(dns.buckets), "microseconds"),
    searchTries: count(dns.searchTries),
    searchShare: percent(share(dns.searchTries, all.queries)),
    otherNxdomain: count(Math.max(0, all.nxdomain - dns.searchTries)),
    names: table(
      declared.names,
      dns.names.map((one) => [one.name, one.type, ...tally(one), one.empty]),
    ),
    servers: table(
      declared.servers,
      dns.servers.map((one) => [
        ...[one.server, ...tally(one), share(one.unanswered, one.queries)],
        share(one.failed, one.answered),
      ]),
    ),
    suffixes: table(
      declared.suffixes,
      dns.suffixes.map(({ suffix, tries }) => [suffix, tries]),
    ),
    tcpSent: total(({ sent }) => sent),
    tcpSentAgain: total(({ sentAgain }) => sentAgain),
    tcpReceived: total(({ received }) => received),
    tcpReceivedAgain: total(({ receivedAgain }) => receivedAgain),
    resetsSent: total(({ resetsSent }) => resetsSent),
    resetsReceived: total(({ resetsReceived }) => resetsReceived),
    peers: table(
      declared.peers,
      tcp.peers.map((one) => [
        ...[one.peer, one.outgoing, one.packets, one.bytes, one.sent, one.sentAgain, one.received, one.receivedAgain],
        ...[one.gaps, one.syns, one.synsAgain, tcp.unanswered[one.peer] ?? 0, one.resetsSent, one.resetsReceived],
        ...[one.zeroWindowsSent, one.zeroWindowsReceived],
      ]),
    ),
  };
}

function tally(one: DnsTally): number[] {
  return [
    ...[one.queries, one.again, one.answered, one.nxdomain, one.failed, one.unanswered],
    ...[mean(one), one.longest],
  ];
}

function mean({ total, answered }: DnsTally): number {
  return answered === 0 ? 0 : total / answered;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole;
}

function bucketsOf(buckets: PacketSummary["dns"]["buckets"]) {
  return Object.entries(buckets).map(([exponent, count]) => {
    const low = 2 ** Number(exponent);
    return { low, high: 2 * low, count };
  });
}

function notesOf({ dropped, packets, isFull, seconds }: PacketSummary): string[] {
  return [
    ...(dropped > 0
      ? [`The kernel dropped ${dropped} packets beside the ${packets} that were captured: counts are too low.`]
      : []),
    ...(isFull
      ? [`The largest number of packets was reached after ${seconds.toFixed(1)} s: the capture ends there.`]
      : []),
  ];
}
