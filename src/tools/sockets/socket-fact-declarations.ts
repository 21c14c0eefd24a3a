import type { FactDeclaration } from "../fact-declaration.ts";

/** A peer is `ADDRESS:PORT` of what was connected to; of what was accepted it is `ADDRESS to :PORT`, the port being the target's. */
const peer = { kind: "string", description: "ADDRESS:PORT connected to, or ADDRESS to :PORT accepted from." } as const;
const ofTarget = {
  kind: "boolean",
  description: "Held by a process of the target, by the inodes in /proc/PID/fd.",
} as const;

const listenerColumns = {
  address: { kind: "string", description: "Local ADDRESS:PORT." },
  port: { kind: "number", description: "Its port." },
  waiting: { kind: "number", unit: "count", description: "Most connections that waited to be accepted (Recv-Q)." },
  backlog: {
    kind: "number",
    unit: "count",
    description: "How many may (Send-Q: the smaller of listen(2)'s and somaxconn).",
  },
  full: {
    kind: "number",
    unit: "percent",
    description: "Share of readings with more waiting than backlog: the kernel drops what comes.",
  },
  ofTarget,
  process: { kind: "string", description: "Who holds it; empty where that could not be told." },
} as const;

const peerColumns = {
  peer,
  outgoing: { kind: "boolean", description: "Connected from here; false for accepted ones." },
  ofTarget,
  connections: { kind: "number", unit: "count", description: "Most established at one reading." },
  rtt: {
    kind: "number",
    unit: "milliseconds",
    description:
      "Smoothed round-trip time, mean over connections and readings (tcpi_rtt). It holds the peer's delayed ACKs.",
  },
  rttMax: { kind: "number", unit: "milliseconds", description: "Longest of those." },
  minRtt: {
    kind: "number",
    unit: "milliseconds",
    description: "Shortest round trip in the kernel's window (tcpi_min_rtt): nearest to what the network takes.",
  },
  rttVar: { kind: "number", unit: "milliseconds", description: "Mean deviation (tcpi_rttvar)." },
  sent: { kind: "number", unit: "count", description: "Segments with data sent in the window (tcpi_data_segs_out)." },
  retransmits: {
    kind: "number",
    unit: "count",
    description: "Segments sent again in the window (tcpi_total_retrans).",
  },
  retransmitShare: { kind: "number", unit: "percent", description: "Of the segments with data." },
  bytesSent: { kind: "number", unit: "bytes", description: "Acknowledged in the window (tcpi_bytes_acked)." },
  bytesReceived: { kind: "number", unit: "bytes", description: "Received in the window (tcpi_bytes_received)." },
  deliveryRate: {
    kind: "number",
    unit: "bytes-per-second",
    description: "Best rate of one connection, the last that was measured (tcpi_delivery_rate).",
  },
  cwnd: { kind: "number", unit: "count", description: "Smallest congestion window, in segments." },
  unacked: {
    kind: "number",
    unit: "count",
    description: "Segments in flight, mean of readings, of the connection with most.",
  },
  busy: {
    kind: "number",
    unit: "percent",
    description:
      "Share of the time in which data waited to be sent or acknowledged (tcpi_busy_time), of the busiest connection.",
  },
  windowLimited: {
    kind: "number",
    unit: "percent",
    description:
      "Share of the time in which the peer's receive window held it up (tcpi_rwnd_limited), of the connection with most.",
  },
  bufferLimited: {
    kind: "number",
    unit: "percent",
    description: "Share in which its own send buffer was too small (tcpi_sndbuf_limited), of the connection with most.",
  },
  zeroWindow: {
    kind: "number",
    unit: "percent",
    description: "Share of readings in which the peer's window was closed (the persist timer runs).",
  },
  heldBack: {
    kind: "number",
    unit: "percent",
    description:
      "Share of readings in which less than a segment waited though windows had room, and something was in flight: Nagle's algorithm, or TCP_CORK.",
  },
  unread: {
    kind: "number",
    unit: "bytes",
    description: "Most that one connection had received and the program not read (Recv-Q).",
  },
  unreadShare: {
    kind: "number",
    unit: "percent",
    description: "Share of readings in which one connection's receive buffer was half full or more and stayed so.",
  },
  unsent: {
    kind: "number",
    unit: "bytes",
    description: "Most that one connection had not yet seen acknowledged (Send-Q).",
  },
  awaiting: {
    kind: "number",
    unit: "percent",
    description:
      "Share of readings in which the last thing was a request that the peer has acknowledged and not answered.",
  },
  awaited: {
    kind: "number",
    unit: "milliseconds",
    description: "How long such an answer takes: twice the mean age of the request at those readings.",
  },
} as const;

const closeWaitColumns = {
  peer,
  process: { kind: "string", description: "Who holds them; empty where that could not be told." },
  pid: { kind: "number", description: "As the host numbers it; 0 where that could not be told." },
  ofTarget,
  count: { kind: "number", unit: "count", description: "At the end." },
  growth: { kind: "number", unit: "count", description: "More than at the start." },
  held: { kind: "number", unit: "count", description: "In this state since the start of the window." },
  unread: { kind: "number", unit: "bytes", description: "What they have received and nobody read." },
} as const;

const destinationColumns = {
  destination: { kind: "string", description: "ADDRESS:PORT connected to." },
  used: {
    kind: "number",
    unit: "count",
    description: "Most local ports of the ephemeral range in use to it at one reading, in any state.",
  },
  timeWait: { kind: "number", unit: "count", description: "Of those in TIME_WAIT." },
  share: { kind: "number", unit: "percent", description: "Of the ports that there are." },
  established: { kind: "number", unit: "count", description: "Most established." },
  connecting: { kind: "number", unit: "count", description: "Most in SYN_SENT at one reading." },
  connectingShare: {
    kind: "number",
    unit: "percent",
    description: "Share of readings with one in SYN_SENT whose SYN had been sent again.",
  },
  opened: {
    kind: "number",
    unit: "count",
    description: "Connections that were new in a reading: those between two readings are not seen.",
  },
  ofTarget: {
    kind: "boolean",
    description: "Connected to by a process of the target, or the namespace has no other process.",
  },
} as const;

const count = (description: string) => ({ kind: "series", unit: "count", description }) as const;
const countOf = (states: string) => count(`TCP sockets of the network namespace in ${states}.`);

export const socketFactDeclarations = {
  established: countOf("ESTABLISHED"),
  closeWait: countOf("CLOSE_WAIT: the peer has closed, the program has not"),
  timeWait: countOf("TIME_WAIT: closed from here, their ports held for 60 s"),
  synSent: countOf("SYN_SENT: connect waits for an answer"),
  synReceived: countOf("SYN_RECV: half open"),
  finWait: countOf("FIN_WAIT1 and FIN_WAIT2: closed here, not by the peer"),
  lastAck: countOf("LAST_ACK and CLOSING"),
  held: count("TCP connections, in any state, of the target's own descriptors."),
  heldEstablished: count("Those in ESTABLISHED."),
  heldCloseWait: count("Those in CLOSE_WAIT."),
  udp: { ...count("UDP sockets in use in the namespace (/proc/PID/net/sockstat)."), optional: true },
  unix: { ...count("Unix sockets of the namespace (/proc/PID/net/unix)."), optional: true },
  listeners: {
    kind: "table",
    columns: listenerColumns,
    description: "Listening sockets of the namespace, the fullest first.",
  },
  peers: {
    kind: "table",
    columns: peerColumns,
    optional: true,
    description:
      "Established connections by peer, the target's first, then those with most traffic (tcp_info; not from procfs).",
  },
  unread: {
    kind: "number",
    unit: "bytes",
    description: "Most that one connection of the target had received and not read (Recv-Q).",
  },
  readings: {
    kind: "number",
    unit: "count",
    description: "How often the sockets were read: what shares of readings are of.",
  },
  closeWaits: {
    kind: "table",
    columns: closeWaitColumns,
    description: "CLOSE_WAIT by peer and process, those that grew most first.",
  },
  destinations: {
    kind: "table",
    columns: destinationColumns,
    description: "What is connected to, those that use most ports first.",
  },
  portsLow: {
    kind: "number",
    unit: "none",
    optional: true,
    description: "First ephemeral port (net.ipv4.ip_local_port_range of the namespace).",
  },
  portsHigh: { kind: "number", unit: "none", optional: true, description: "Last one." },
  ports: {
    kind: "number",
    unit: "count",
    optional: true,
    description: "Ephemeral ports that there are, without the reserved ones.",
  },
  portShare: {
    kind: "number",
    unit: "percent",
    optional: true,
    description: "Most of them in use to one destination, as a share.",
  },
  timeWaitReuse: {
    kind: "number",
    unit: "none",
    optional: true,
    description:
      "net.ipv4.tcp_tw_reuse: 0 never, 1 ports in TIME_WAIT are used again after a second, 2 on loopback only.",
  },
  maximumBacklog: {
    kind: "number",
    unit: "count",
    optional: true,
    description: "net.core.somaxconn of the namespace.",
  },
  ownNamespace: { kind: "boolean", description: "The target has a network namespace that is not the node's." },
  alone: {
    kind: "boolean",
    description: "No process that is not the target's is in the namespace: all that is seen is the target's.",
  },
} as const satisfies Record<string, FactDeclaration>;
