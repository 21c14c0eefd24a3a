import { histogram, number, percent, string, table } from "../fact.ts";
import type { ParsedFact } from "../fact-declaration.ts";
import { textLines } from "../text-lines.ts";
import type { Parsed, RawOutput } from "../tool.ts";
import type { DnsTally } from "./dns-watch.ts";
import { captureFactDeclarations as declared } from "./packet-facts.ts";
import type { PacketSummary } from "./packet-watch.ts";
import type { ResetTally } from "./reset-watch.ts";
import { noTimes, type TimeTally } from "./time-tally.ts";
import type { TlsFailures, TlsPeer, TlsSummary } from "./tls-watch.ts";

type Facts = Partial<Record<keyof typeof declared, ParsedFact>>;

const nothing: Parsed = {
  facts: {},
  notes: [],
  problem: { code: "no-output", message: "the capture did not come to its end" },
};

/** `diag helper packets`: one line. */
export function parsePackets(output: RawOutput): Parsed {
  return parseSummary(output, factsOf);
}

/** The same, with a file. */
export function parseCapture(output: RawOutput): Parsed {
  return parseSummary(output, (summary) => ({ ...factsOf(summary), ...fileFacts(summary) }));
}

function parseSummary(output: RawOutput, read: (summary: PacketSummary) => Facts): Parsed {
  try {
    const [line] = textLines(output.stdout, 16 * 1024 * 1024);
    const summary = JSON.parse(line ?? "") as PacketSummary;
    if (summary.kind === "summary") return { facts: read(summary), notes: notesOf(summary) };
  } catch {
    // What tcpdump says tells more.
  }
  return tcpdumpProblem(output.stderr) ?? nothing;
}

/** tcpdump compiles the filter before it captures, and says in its last words what is wrong with it. */
function tcpdumpProblem(stderr: string): Parsed | undefined {
  const said = [...stderr.matchAll(/^tcpdump: ((?!data link type|listening on)[^\n]{1,300})/gm)].at(-1)?.[1];
  if (said === undefined) return undefined;
  const isFilter = /can't parse|syntax|unknown|illegal|invalid|rejects|qualifier/.test(said);
  const mend = isFilter ? { mend: "write the filter as pcap-filter(7) says: tcp port 443 and host 10.0.0.7" } : {};
  return { facts: {}, notes: [], problem: { code: "exit-status", message: `tcpdump: ${said}`, ...mend } };
}

/** A summary that was recorded before they were told has none. */
const noTls: TlsSummary = { peers: [], failures: [] };

function factsOf({ packets, dropped, seconds, dns, tcp, talkers = [] }: PacketSummary): Facts {
  const { resets = [], tls = noTls } = tcp;
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
        ...[share(one.sentAgainBytes, one.sentBytes), share(one.receivedAgainBytes, one.receivedBytes)],
        ...times(one.connects),
      ]),
    ),
    talkers: table(
      declared.talkers,
      talkers.map((one) => [
        ...[one.peer, one.protocol, one.outgoing],
        ...[one.packetsSent, one.packetsReceived, one.bytesSent, one.bytesReceived],
      ]),
    ),
    connects: total(({ connects }) => connects?.count ?? 0),
    resets: table(
      declared.resets,
      resets.map((one) => resetRow(one, tcp.peers)),
    ),
    tls: table(declared.tls, tls.peers.map(tlsRow)),
    tlsFailures: table(declared.tlsFailures, tls.failures.map(failureRow)),
    tlsStarted: count(tls.peers.reduce((sum, { started }) => sum + started, 0)),
    tlsDone: count(tls.peers.reduce((sum, { done }) => sum + done, 0)),
  };
}

function fileFacts({ file }: PacketSummary): Facts {
  if (file === undefined) return {};
  const { path, payload, packets, bytes } = file;
  return {
    ...{ file: string(path), payload: string(payload) },
    ...{ kept: number(packets, "count"), fileBytes: number(bytes, "bytes") },
  };
}

function resetRow(one: ResetTally, peers: PacketSummary["tcp"]["peers"]) {
  const { peer, outgoing, port, isOurs, when, count, silence } = one;
  const connects = peers.find((other) => other.peer === peer)?.connects?.count ?? 0;
  return [peer, outgoing, port, side(isOurs), outgoing !== isOurs, when, count, connects, silence];
}

function tlsRow(one: TlsPeer) {
  const { peer, outgoing, started, done, failed, unanswered, versions, names } = one;
  const [, ...whole] = times(one.whole);
  return [
    ...[peer, outgoing, started, done, failed, unanswered, ...times(one.server), ...whole],
    ...[Object.keys(versions).join(", "), names.join(", ")],
  ];
}

function failureRow({ peer, outgoing, by, why, isAnswered, count }: TlsFailures) {
  return [peer, outgoing, side(outgoing === (by === "client")), by === "client", isAnswered, why, count];
}

function side(isOurs: boolean): string {
  return isOurs ? "here" : "peer";
}

/** How many, their mean, and the longest. */
function times({ count, total, longest }: TimeTally = noTimes()): number[] {
  return [count, count === 0 ? 0 : total / count, longest];
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

function notesOf({ dropped, packets, isFull, seconds, file }: PacketSummary): string[] {
  return [
    ...(dropped > 0
      ? [`The kernel dropped ${dropped} packets beside the ${packets} that were captured: counts are too low.`]
      : []),
    ...(isFull
      ? [`The largest number of packets was reached after ${seconds.toFixed(1)} s: the capture ends there.`]
      : []),
    ...(file?.isFull === true
      ? [`The capture file reached its largest size after ${seconds.toFixed(1)} s: the capture ends there.`]
      : []),
    ...(file?.problem === undefined
      ? []
      : [`The capture file ends early, as it could not be written: ${file.problem}`]),
  ];
}
