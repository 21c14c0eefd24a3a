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
} as const satisfies Record<string, FactDeclaration>;
