import type { FactDeclaration } from "../fact-declaration.ts";

const count = (description: string) => ({ kind: "number", unit: "count", optional: true, description }) as const;

/** Name of the fact → where it is read: of the window what is said without "since". */
export const counted = {
  activeOpens: ["Tcp", "ActiveOpens", "connect(2) calls that sent a SYN"],
  passiveOpens: ["Tcp", "PassiveOpens", "connections that came in"],
  attemptFails: ["Tcp", "AttemptFails", "connections that failed before they were established: refused, or given up"],
  establishedResets: ["Tcp", "EstabResets", "established connections that ended with a reset"],
  segmentsIn: ["Tcp", "InSegs", "segments that came in"],
  segmentsOut: ["Tcp", "OutSegs", "segments sent, without those sent again"],
  retransmits: ["Tcp", "RetransSegs", "segments sent again"],
  inErrors: ["Tcp", "InErrs", "segments that came in damaged"],
  resetsSent: ["Tcp", "OutRsts", "resets sent"],
  listenOverflows: ["TcpExt", "ListenOverflows", "connections dropped because an accept queue was full"],
  listenDrops: ["TcpExt", "ListenDrops", "SYNs and connections dropped at listening sockets, for whatever reason"],
  synQueueDrops: ["TcpExt", "TCPReqQFullDrop", "SYNs dropped because the queue of half-open connections was full"],
  synCookies: ["TcpExt", "TCPReqQFullDoCookies", "SYNs answered with a cookie because that queue was full"],
  timeouts: ["TcpExt", "TCPTimeouts", "retransmission timeouts, of SYNs as well"],
  synRetransmits: ["TcpExt", "TCPSynRetrans", "SYNs and SYN-ACKs sent again"],
  lossProbes: ["TcpExt", "TCPLossProbes", "tail loss probes sent"],
  fastRetransmits: ["TcpExt", "TCPFastRetrans", "segments sent again after duplicate ACKs"],
  spuriousRetransmits: ["TcpExt", "TCPDSACKRecv", "segments that the peer says it had already (DSACK)"],
  abortOnClose: ["TcpExt", "TCPAbortOnClose", "resets because the program closed with unread data"],
  abortOnData: ["TcpExt", "TCPAbortOnData", "resets because data came after the program had closed"],
  abortOnTimeout: ["TcpExt", "TCPAbortOnTimeout", "connections given up after too many timeouts"],
  abortOnMemory: [
    "TcpExt",
    "TCPAbortOnMemory",
    "connections killed because there were too many orphans or too little memory",
  ],
  abortOnLinger: ["TcpExt", "TCPAbortOnLinger", "connections killed in FIN_WAIT2"],
  zeroWindowSent: ["TcpExt", "TCPToZeroWindowAdv", "times that the receive window of a socket here was closed"],
  zeroWindowWanted: [
    "TcpExt",
    "TCPWantZeroWindowAdv",
    "times that it would have been, had the window been free to shrink",
  ],
  zeroWindowReopened: ["TcpExt", "TCPFromZeroWindowAdv", "times that it was opened again"],
  zeroWindowDrops: ["TcpExt", "TCPZeroWindowDrop", "segments dropped at a closed receive window"],
  receiveDrops: ["TcpExt", "TCPRcvQDrop", "segments dropped because the receive queue had no memory"],
  delayedAcks: ["TcpExt", "DelayedACKs", "ACKs sent by the delayed-ACK timer"],
  memoryPressures: ["TcpExt", "TCPMemoryPressures", "times that TCP ran into memory pressure (tcp_mem)"],
  pruned: ["TcpExt", "PruneCalled", "receive queues that had to be pruned for want of buffer"],
  collapsed: ["TcpExt", "TCPRcvCollapsed", "segments collapsed in receive queues to save memory"],
  timeWaits: ["TcpExt", "TW", "sockets that ended their TIME_WAIT"],
  timeWaitsReused: ["TcpExt", "TWRecycled", "TIME_WAIT sockets whose ports were used again"],
  timeWaitOverflows: [
    "TcpExt",
    "TCPTimeWaitOverflow",
    "TIME_WAIT sockets not made because tcp_max_tw_buckets was reached",
  ],
  backlogDrops: ["TcpExt", "TCPBacklogDrop", "segments dropped because a socket's backlog was full"],
  udpErrors: ["Udp", "InErrors", "UDP datagrams that could not be delivered"],
  udpBufferErrors: ["Udp", "RcvbufErrors", "UDP datagrams dropped because a receive buffer was full"],
  udpSendErrors: ["Udp", "SndbufErrors", "UDP datagrams not sent for want of send buffer"],
  udpNoPorts: ["Udp", "NoPorts", "UDP datagrams for which no socket listened"],
  udpIn: ["Udp", "InDatagrams", "UDP datagrams delivered"],
} as const satisfies Record<string, readonly [file: string, name: string, what: string]>;

const declarations = Object.fromEntries(
  Object.entries(counted).map(([name, [group, counter, what]]) => [
    name,
    count(`In the window: ${what} (${group}.${counter}, /proc/PID/net/{snmp,netstat}).`),
  ]),
) as Record<keyof typeof counted, ReturnType<typeof count>>;

export const tcpCounterFactDeclarations = {
  ...declarations,
  connectRate: {
    kind: "number",
    unit: "per-second",
    optional: true,
    description: "Connections opened from here a second (Tcp.ActiveOpens).",
  },
  acceptRate: {
    kind: "number",
    unit: "per-second",
    optional: true,
    description: "Connections that came in a second (Tcp.PassiveOpens).",
  },
  retransmitShare: {
    kind: "number",
    unit: "percent",
    optional: true,
    description:
      "Segments sent again, of all sent (Tcp.RetransSegs of OutSegs and RetransSegs). Absent where none was sent.",
  },
  listenOverflowsBefore: count(
    "Connections dropped at full accept queues since the namespace was made, before the window (TcpExt.ListenOverflows).",
  ),
  retransmitRate: {
    kind: "series",
    unit: "per-second",
    optional: true,
    description: "Segments sent again a second, between readings.",
  },
  established: {
    kind: "number",
    unit: "count",
    optional: true,
    description: "Established connections at the end (Tcp.CurrEstab).",
  },
  orphans: {
    kind: "number",
    unit: "count",
    optional: true,
    description: "TCP sockets that no process holds any more, of the namespace (sockstat TCP orphan).",
  },
  allocated: {
    kind: "number",
    unit: "count",
    optional: true,
    description: "TCP sockets allocated on the whole node (sockstat TCP alloc).",
  },
  memory: {
    kind: "number",
    unit: "bytes",
    optional: true,
    description: "Buffers of all TCP sockets of the node (sockstat TCP mem, in pages of 4 KiB).",
  },
  memoryPressureAt: {
    kind: "number",
    unit: "bytes",
    optional: true,
    description: "From where the kernel gives TCP less (net.ipv4.tcp_mem, second value).",
  },
  memoryLimit: {
    kind: "number",
    unit: "bytes",
    optional: true,
    description: "What TCP may use at most (net.ipv4.tcp_mem, third value).",
  },
  memoryShare: {
    kind: "number",
    unit: "percent",
    optional: true,
    description: "Buffers as a share of that limit, at the highest.",
  },
  ownNamespace: {
    kind: "boolean",
    optional: true,
    description:
      "The target has a network namespace that is not the node's; else the counters are of the whole node. Absent where the node's may not be looked at.",
  },
} as const satisfies Record<string, FactDeclaration>;
