import type { TcpPeer } from "./tcp-peer.ts";
import type { TlsHandshake } from "./tls-handshake.ts";

/** A connection of TCP, as far as it was seen. */
export interface Connection {
  readonly peer: TcpPeer;
  readonly ours: Direction;
  readonly theirs: Direction;
  /** Until the handshake is done. */
  opening: Opening | undefined;
  /** From the first SYN to the ACK that ends the handshake, in seconds. */
  roundTrip: number | undefined;
  /** When something was first seen of it; of one that is older than the capture, when that began. */
  since: number;
  /** The last segment with data that had not been seen before. */
  last: Said | undefined;
  /** One of both has sent a FIN. */
  isClosing: boolean;
  isReset: boolean;
  /** While the handshake goes on. */
  tls: { readonly handshake: TlsHandshake; readonly isOurs: boolean } | undefined;
}

export interface Direction {
  /** The sequence number after the last byte that was seen. */
  next: number | undefined;
  /** When the first SYN was sent, until it is answered. */
  synAt?: number;
}

interface Opening {
  readonly at: number;
  readonly isOurs: boolean;
  isAnswered: boolean;
}

interface Said {
  readonly at: number;
  readonly isOurs: boolean;
  /** Seconds before it in which nothing was said. */
  readonly quiet: number;
}

/** What a connection is before anything was seen of it. */
export function untouched(since: number): Omit<Connection, "peer" | "ours" | "theirs"> {
  return {
    ...{ opening: undefined, roundTrip: undefined, since, last: undefined },
    ...{ isClosing: false, isReset: false, tls: undefined },
  };
}

/** Sequence numbers wrap at 2^32. */
export function after(sequence: number, length: number): number {
  return (sequence + length) >>> 0;
}

export function difference(a: number, b: number): number {
  return (a - b) | 0;
}
