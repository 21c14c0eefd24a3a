import type { Packet, TcpHeader } from "./packet.ts";

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
  /** Segments that came after a gap: one before was lost, or came late. */
  gaps: number;
  syns: number;
  synsAgain: number;
  resetsSent: number;
  resetsReceived: number;
  zeroWindowsSent: number;
  zeroWindowsReceived: number;
}

export interface TcpSummary {
  readonly peers: readonly TcpPeer[];
  /** Of SYNs sent from here: connections that were never answered in the window. */
  readonly unanswered: Readonly<Record<string, number>>;
}

interface Direction {
  /** The sequence number after the last byte that was seen. */
  next: number | undefined;
  /** When the first SYN was sent, until it is answered. */
  synAt?: number;
}

interface Connection {
  readonly peer: TcpPeer;
  readonly ours: Direction;
  readonly theirs: Direction;
}

const mostConnections = 20_000;
const mostPeers = 2_000;
/** The first SYN is sent again after 1 s (RFC 6298): what is younger may still be answered. */
const patience = 1;

/** Follows the sequence numbers of each connection, as far as there is room. */
export class TcpWatch {
  readonly #connections = new Map<string, Connection>();
  readonly #peers = new Map<string, TcpPeer>();
  #last = 0;

  /** @param isOurs Whether this side sent it. */
  add(packet: Packet, header: TcpHeader, at: number, isOurs: boolean): void {
    this.#last = Math.max(this.#last, at);
    const connection = this.#connection(packet, header, isOurs);
    const { peer } = connection;
    peer.packets += 1;
    peer.bytes += packet.length;
    if (header.reset) peer[isOurs ? "resetsSent" : "resetsReceived"] += 1;
    else if (header.window === 0 && !header.syn) peer[isOurs ? "zeroWindowsSent" : "zeroWindowsReceived"] += 1;
    if (header.syn && !header.ack) syn(connection, header, at, isOurs);
    if (!isOurs && (header.ack || header.reset)) delete connection.ours.synAt;
    const direction = isOurs ? connection.ours : connection.theirs;
    if (header.data > 0) data(peer, direction, header, isOurs);
    advance(direction, header);
  }

  summary(): TcpSummary {
    const unanswered: Record<string, number> = {};
    for (const { ours, peer } of this.#connections.values())
      if (ours.synAt !== undefined && this.#last - ours.synAt >= patience)
        unanswered[peer.peer] = (unanswered[peer.peer] ?? 0) + 1;
    const peers = [...this.#peers.values()].toSorted((a, b) => b.bytes - a.bytes);
    const told = (one: TcpPeer) =>
      one.sentAgain + one.receivedAgain + one.resetsSent + one.resetsReceived + one.synsAgain;
    return {
      // The largest talkers, and those with something wrong however little they say.
      peers: [...new Set([...peers.slice(0, 50), ...peers.toSorted((a, b) => told(b) - told(a)).slice(0, 50)])],
      unanswered,
    };
  }

  #connection(packet: Packet, header: TcpHeader, isOurs: boolean): Connection {
    const [local, localPort, remote, remotePort] = isOurs
      ? [packet.from, packet.fromPort, packet.to, packet.toPort]
      : [packet.to, packet.toPort, packet.from, packet.fromPort];
    const key = `${local} ${localPort} ${remote} ${remotePort}`;
    const found = this.#connections.get(key);
    if (found !== undefined) return found;
    const outgoing = header.syn ? isOurs !== header.ack : remotePort < localPort;
    const name = outgoing ? endpoint(remote, remotePort) : `${remote} to :${localPort}`;
    const connection = { peer: this.#peer(name, outgoing), ours: { next: undefined }, theirs: { next: undefined } };
    if (this.#connections.size >= mostConnections) {
      // The oldest goes: its room is worth more to one that is alive.
      const [oldest] = this.#connections.keys();
      if (oldest !== undefined) this.#connections.delete(oldest);
    }
    this.#connections.set(key, connection);
    return connection;
  }

  #peer(peer: string, outgoing: boolean): TcpPeer {
    const found = this.#peers.get(peer);
    if (found !== undefined) return found;
    const made = {
      ...{ peer, outgoing, packets: 0, bytes: 0, sent: 0, sentAgain: 0, received: 0, receivedAgain: 0, gaps: 0 },
      ...{ syns: 0, synsAgain: 0, resetsSent: 0, resetsReceived: 0, zeroWindowsSent: 0, zeroWindowsReceived: 0 },
    };
    if (this.#peers.size < mostPeers) this.#peers.set(peer, made);
    return made;
  }
}

/** A second SYN of a connection is the first one sent again, unless the port is used anew with another number. */
function syn({ peer, ours, theirs }: Connection, { sequence }: TcpHeader, at: number, isOurs: boolean): void {
  const direction = isOurs ? ours : theirs;
  if (direction.next === after(sequence, 1)) peer.synsAgain += 1;
  else {
    peer.syns += 1;
    direction.next = undefined;
    if (isOurs) ours.synAt = at;
  }
}

function data(peer: TcpPeer, direction: Direction, { sequence, data: length }: TcpHeader, isOurs: boolean): void {
  peer[isOurs ? "sent" : "received"] += 1;
  const { next } = direction;
  if (next === undefined) return;
  const ahead = difference(after(sequence, length), next);
  // One byte before what was sent last is a keep-alive probe (RFC 9293, 3.8.4).
  const isProbe = length === 1 && ahead === 0;
  if (ahead <= 0 && !isProbe) peer[isOurs ? "sentAgain" : "receivedAgain"] += 1;
  else if (!isOurs && difference(sequence, next) > 0) peer.gaps += 1;
}

function advance(direction: Direction, { sequence, data: length, syn: isSyn, fin, reset }: TcpHeader): void {
  if (reset) return;
  const end = after(sequence, length + (isSyn ? 1 : 0) + (fin ? 1 : 0));
  if (direction.next === undefined || difference(end, direction.next) > 0) direction.next = end;
}

/** Sequence numbers wrap at 2^32. */
function after(sequence: number, length: number): number {
  return (sequence + length) >>> 0;
}

function difference(a: number, b: number): number {
  return (a - b) | 0;
}

function endpoint(address: string, port: number): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
