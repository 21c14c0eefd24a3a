/** States as ss(8) writes them. */
export type SocketState =
  | "ESTAB"
  | "SYN-SENT"
  | "SYN-RECV"
  | "FIN-WAIT-1"
  | "FIN-WAIT-2"
  | "TIME-WAIT"
  | "UNCONN"
  | "CLOSE-WAIT"
  | "LAST-ACK"
  | "LISTEN"
  | "CLOSING";

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** One TCP socket at one time. */
export interface Socket {
  readonly state: SocketState;
  /** Unread bytes; of a listener, connections that wait to be accepted. */
  readonly receiveQueue: number;
  /** Bytes not acknowledged; of a listener its backlog. */
  readonly sendQueue: number;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** 0 of a socket that no process holds: TIME_WAIT, or not accepted yet. */
  readonly inode: number;
  /** The same at each reading, and of no other socket. */
  readonly key: string;
  /** The timer of the retransmission runs with so many tries behind it. */
  readonly retries: number;
  /** The peer's window is closed: it is probed. */
  readonly persists: boolean;
  readonly info?: TcpInfo;
}

/** Of `struct tcp_info` (include/uapi/linux/tcp.h) and `sk_meminfo`. Milliseconds, bytes, segments. */
export interface TcpInfo {
  readonly rtt?: number;
  readonly rttVar?: number;
  readonly minRtt?: number;
  readonly mss: number;
  readonly cwnd: number;
  readonly unacked: number;
  readonly notSent: number;
  readonly sendWindow?: number;
  readonly sent: number;
  readonly retransmits: number;
  readonly bytesAcked: number;
  readonly bytesReceived: number;
  /** Bytes a second. */
  readonly deliveryRate: number;
  readonly busy: number;
  readonly windowLimited: number;
  readonly bufferLimited: number;
  readonly lastSent: number;
  readonly lastReceived: number;
  /** Absent where the reader does not tell it. */
  readonly lastAcked?: number;
  /** Memory of what was received, and how much it may be. */
  readonly receiveMemory: number;
  readonly receiveBuffer: number;
}

/** `10.0.0.1:80`, `[::1]:80`; an IPv4 address in IPv6's clothes as IPv4. */
export function writeEndpoint({ address, port }: Endpoint): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Of a connection that came in, who it is and to which port; of one that went out, where to. */
export function peerName({ local, remote }: Socket, outgoing: boolean): string {
  return outgoing ? writeEndpoint(remote) : `${remote.address} to :${local.port}`;
}

export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "");
}
