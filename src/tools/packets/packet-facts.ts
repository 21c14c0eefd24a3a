import type { FactDeclaration } from "../fact-declaration.ts";

const count = (description: string) => ({ kind: "number", unit: "count", description }) as const;
const percent = (description: string) => ({ kind: "number", unit: "percent", description }) as const;
const milliseconds = (description: string) => ({ kind: "number", unit: "milliseconds", description }) as const;

const tallyColumns = {
  queries: count("Questions, with those that were asked again."),
  again: count("Of those, asked again before an answer came."),
  answered: count("Of those, answered."),
  nxdomain: count("Answered that there is no such name (NXDOMAIN)."),
  failed: count("Answered with SERVFAIL, REFUSED or another failure."),
  unanswered: count("Without an answer for a second or longer."),
  latency: milliseconds("From question to answer, mean; 0 where none was answered."),
  longest: milliseconds("The longest of those."),
} as const;

const nameColumns = {
  name: { kind: "string", description: "What was asked for." },
  type: { kind: "string", description: "A, AAAA, SRV…" },
  ...tallyColumns,
  empty: count("Answered that the name has no record of this type."),
} as const;

const serverColumns = {
  server: { kind: "string", description: "Whom: an address; 127.0.0.11 is Docker's resolver in the container." },
  ...tallyColumns,
  unansweredShare: percent("Of its questions, without an answer."),
  failedShare: percent("Of its answers, failures."),
} as const;

const peerColumns = {
  peer: { kind: "string", description: "ADDRESS:PORT connected to, or ADDRESS to :PORT accepted from." },
  outgoing: { kind: "boolean", description: "Connected from here." },
  packets: count("Packets in both directions."),
  bytes: { kind: "number", unit: "bytes", description: "Of IP, in both directions." },
  sent: count("Segments with data sent."),
  sentAgain: count("Of those, sent before: by their sequence numbers."),
  received: count("Segments with data received."),
  receivedAgain: count("Of those, received before."),
  gaps: count("Segments that came after a gap: one before was lost, or overtaken."),
  syns: count("SYNs, without those sent again, in both directions."),
  synsAgain: count("SYNs sent again, in both directions."),
  unanswered: count("Connects that got no answer for a second or longer."),
  resetsSent: count("Connections that this side reset."),
  resetsReceived: count("Connections that the peer reset."),
  zeroWindowsSent: count("Segments by which this side closed its window."),
  zeroWindowsReceived: count("Segments by which the peer closed its window."),
  sentAgainShare: percent("Of the bytes of data sent, sent before."),
  receivedAgainShare: percent("Of the bytes of data received, received before."),
  connects: count("TCP handshakes that were done."),
  connect: milliseconds(
    "From the first SYN to the ACK that ends the handshake, mean: a round trip, and what was lost of it.",
  ),
  connectLongest: milliseconds("The longest of those."),
} as const;

const port = { kind: "number", unit: "none", description: "Port of the server." } as const;
const by = { kind: "string", description: "Who sent it: here or peer." } as const;
const partyColumns = { peer: peerColumns.peer, outgoing: peerColumns.outgoing } as const;

const resetColumns = {
  ...partyColumns,
  port,
  by,
  byServer: { kind: "boolean", description: "The side that was connected to sent it." },
  when: {
    kind: "string",
    description:
      "refused; unused: nothing was said before; closing: one side had closed it; idle: after 4 s of silence; after silence: in answer to what was said after that; in use.",
  },
  count: count("Connections that were reset so."),
  connects: count("TCP handshakes with this peer that were done."),
  silence: { kind: "number", unit: "seconds", description: "The longest silence before." },
} as const;

const tlsColumns = {
  ...partyColumns,
  started: count("ClientHellos."),
  done: count("Handshakes that were done."),
  failed: count("Handshakes that ended before, or by the alert that answers their end."),
  unanswered: count("ClientHellos without a ServerHello for a second or longer."),
  answered: count("ServerHellos whose time is known."),
  server: milliseconds("From ClientHello to ServerHello without the round trip, mean: what the server took."),
  serverLongest: milliseconds("The longest of those."),
  whole: milliseconds("From ClientHello to the end of the handshake, mean."),
  wholeLongest: milliseconds("The longest of those."),
  versions: { kind: "string", description: "Versions of TLS by which handshakes were done." },
  names: { kind: "string", description: "Whom clients asked for (SNI); only where payload may be kept." },
} as const;

const tlsFailureColumns = {
  ...partyColumns,
  by,
  byClient: { kind: "boolean", description: "The client ended it." },
  answered: { kind: "boolean", description: "After the ServerHello." },
  why: { kind: "string", description: "The alert (RFC 8446, 6.2), or what came in place of one." },
  count: count("Handshakes that ended so."),
} as const;

const talkerColumns = {
  peer: peerColumns.peer,
  protocol: { kind: "string", description: "tcp or udp." },
  outgoing: { kind: "boolean", description: "To the lower port, which is the server's, from here." },
  packetsSent: count("Packets sent."),
  packetsReceived: count("Packets received."),
  bytesSent: { kind: "number", unit: "bytes", description: "Of IP." },
  bytesReceived: { kind: "number", unit: "bytes", description: "Of IP." },
} as const;

export const packetFactDeclarations = {
  packets: count("Packets that the filter let through (tcpdump)."),
  dropped: count("Packets that the kernel dropped before tcpdump read them, by tcpdump's own count."),
  watched: {
    kind: "number",
    unit: "seconds",
    description: "How long was captured: shorter where the largest number of packets was reached.",
  },
  dnsQueries: count(
    "DNS questions, with those that were asked again. Where there is a local resolver: those that it was asked.",
  ),
  dnsRate: { kind: "number", unit: "per-second", description: "Of those, a second." },
  dnsAnswered: count("Of those, answered."),
  dnsUnanswered: count("Of those, without an answer for a second or longer."),
  dnsAgain: count("Of those, asked again before an answer came."),
  dnsNxdomain: count("Answered that there is no such name."),
  dnsFailed: count("Answered with SERVFAIL, REFUSED or another failure."),
  dnsTruncated: count("Answered in part: to be asked again by TCP."),
  dnsDistinct: count("Different names asked for."),
  dnsMean: { ...milliseconds("From question to answer, mean."), optional: true },
  dnsLongest: { ...milliseconds("The longest of those."), optional: true },
  dnsLatency: { kind: "histogram", unit: "microseconds", description: "From question to answer." },
  searchTries: count(
    "Questions for a name with a search domain behind it that there is not: what a lookup asks before the right one.",
  ),
  searchShare: percent("Of all questions, such tries."),
  otherNxdomain: count("Answered that there is no such name, without those tries."),
  names: { kind: "table", columns: nameColumns, description: "Questions by name and type, the most asked first." },
  servers: { kind: "table", columns: serverColumns, description: "Questions by server, the most asked first." },
  suffixes: {
    kind: "table",
    columns: {
      suffix: { kind: "string", description: "The search domain." },
      tries: count("Questions that failed with it."),
    },
    description: "Search domains by failed tries, the most first.",
  },
  tcpSent: count("TCP segments with data sent."),
  tcpSentAgain: count("Of those, sent before."),
  tcpReceived: count("TCP segments with data received."),
  tcpReceivedAgain: count("Of those, received before."),
  resetsSent: count("Resets sent."),
  resetsReceived: count("Resets received."),
  peers: {
    kind: "table",
    columns: peerColumns,
    description: "TCP by peer: the largest talkers, and those with something wrong.",
  },
  talkers: { kind: "table", columns: talkerColumns, description: "TCP and UDP by peer, the most bytes first." },
  connects: count("TCP handshakes that were done."),
  resets: {
    kind: "table",
    columns: resetColumns,
    description: "Connections that were reset, by peer, who did it, and after what; the most first.",
  },
  tls: { kind: "table", columns: tlsColumns, description: "TLS handshakes by peer, those with something wrong first." },
  tlsFailures: {
    kind: "table",
    columns: tlsFailureColumns,
    description: "TLS handshakes that failed, by peer, who ended them, and why; the most first.",
  },
  tlsStarted: count("TLS handshakes that began."),
  tlsDone: count("Of those, done."),
} as const satisfies Record<string, FactDeclaration>;

export const captureFactDeclarations = {
  ...packetFactDeclarations,
  file: { kind: "string", optional: true, description: "The capture, as a path in the bundle." },
  payload: { kind: "string", optional: true, description: "What it holds beside headers: none, dns or all." },
  kept: { ...count("Packets in it."), optional: true },
  fileBytes: { kind: "number", unit: "bytes", optional: true, description: "Its size." },
} as const satisfies Record<string, FactDeclaration>;
