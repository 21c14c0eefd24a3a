import { noTimes, type TimeTally } from "./time-tally.ts";

/** What went to and from one peer. `sent` is what this side sent. */
export interface TcpPeer {
  readonly peer: string;
  /** Connected from here, as far as that was seen: by the SYN, else by the lower port, which is the server's. */
  readonly outgoing: boolean;
  packets: number;
  bytes: number;
  /** Segments with data. */
  sent: number;
  sentAgain: number;
  received: number;
  receivedAgain: number;
  /** Of data: a segment that the kernel or the interface puts together counts for many. */
  sentBytes: number;
  sentAgainBytes: number;
  receivedBytes: number;
  receivedAgainBytes: number;
  /** Segments that came after a gap: one before was lost, or came late. */
  gaps: number;
  syns: number;
  synsAgain: number;
  resetsSent: number;
  resetsReceived: number;
  zeroWindowsSent: number;
  zeroWindowsReceived: number;
  /** Handshakes: from the first SYN to the ACK that ends it, which is a round trip wherever it is captured. */
  readonly connects: TimeTally;
}

export function newPeer(peer: string, outgoing: boolean): TcpPeer {
  return {
    ...{ peer, outgoing, packets: 0, bytes: 0, sent: 0, sentAgain: 0, received: 0, receivedAgain: 0, gaps: 0 },
    ...{ sentBytes: 0, sentAgainBytes: 0, receivedBytes: 0, receivedAgainBytes: 0 },
    ...{ syns: 0, synsAgain: 0, resetsSent: 0, resetsReceived: 0, zeroWindowsSent: 0, zeroWindowsReceived: 0 },
    connects: noTimes(),
  };
}

/** As a peer is called: whom this side connects to by its port, whoever connects to this side by the port here. */
export function peerName(outgoing: boolean, remote: string, remotePort: number, localPort: number): string {
  if (!outgoing) return `${remote} to :${localPort}`;
  return remote.includes(":") ? `[${remote}]:${remotePort}` : `${remote}:${remotePort}`;
}
