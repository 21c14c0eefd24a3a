import { after, type Connection, type Direction, difference, untouched } from "./connection.ts";
import type { Packet, TcpHeader } from "./packet.ts";
import { type ResetTally, ResetWatch } from "./reset-watch.ts";
import { newPeer, peerName, type TcpPeer } from "./tcp-peer.ts";
import { addTime } from "./time-tally.ts";
import { type Segment, TlsHandshake } from "./tls-handshake.ts";
import { type TlsSummary, TlsWatch } from "./tls-watch.ts";

export interface TcpSummary {
  readonly peers: readonly TcpPeer[];
  /** Of SYNs sent from here: connections that were never answered in the window. */
  readonly unanswered: Readonly<Record<string, number>>;
  readonly resets: readonly ResetTally[];
  readonly tls: TlsSummary;
}

const mostConnections = 20_000;
const mostPeers = 2_000;
/** The first SYN is sent again after 1 s (RFC 6298): what is younger may still be answered. */
const patience = 1;

/** Follows the sequence numbers of each connection, as far as there is room. */
export class TcpWatch {
  readonly #connections = new Map<string, Connection>();
  readonly #peers = new Map<string, TcpPeer>();
  readonly #resets = new ResetWatch();
  readonly #tls: TlsWatch;
  #first: number | undefined;
  #last = 0;

  /** @param keepsNames Whether it may be told whom clients of TLS ask for. */
  constructor(keepsNames = false) {
    this.#tls = new TlsWatch(keepsNames);
  }

  /** @param isOurs Whether this side sent it. */
  add(packet: Packet, header: TcpHeader, at: number, isOurs: boolean): void {
    this.#first ??= at;
    this.#last = Math.max(this.#last, at);
    const connection = this.#connection(packet, header, isOurs);
    const { peer } = connection;
    peer.packets += 1;
    peer.bytes += packet.length;
    if (header.reset) peer[isOurs ? "resetsSent" : "resetsReceived"] += 1;
    else if (header.window === 0 && !header.syn) peer[isOurs ? "zeroWindowsSent" : "zeroWindowsReceived"] += 1;
    if (header.syn && !header.ack) this.#syn(connection, header, at, isOurs);
    if (!isOurs && (header.ack || header.reset)) delete connection.ours.synAt;
    open(connection, header, at, isOurs);
    const direction = isOurs ? connection.ours : connection.theirs;
    if (header.data > 0 && data(peer, direction, header, isOurs))
      this.#said(connection, { ...header, payload: packet.payload, at }, isOurs);
    if (header.reset || header.fin) this.#close(connection, packet, header, at, isOurs);
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
      resets: this.#resets.summary(),
      tls: this.#tls.summary(this.#last),
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
    const peer = this.#peer(peerName(outgoing, remote, remotePort, localPort), outgoing);
    const sides = { ours: { next: undefined }, theirs: { next: undefined } };
    const connection = { peer, ...sides, ...untouched(this.#first ?? 0) };
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
    const made = newPeer(peer, outgoing);
    if (this.#peers.size < mostPeers) this.#peers.set(peer, made);
    return made;
  }

  /** A second SYN of a connection is the first one sent again, unless the port is used anew with another number. */
  #syn(connection: Connection, { sequence }: TcpHeader, at: number, isOurs: boolean): void {
    const { peer, ours, theirs } = connection;
    const direction = isOurs ? ours : theirs;
    if (direction.next === after(sequence, 1)) {
      peer.synsAgain += 1;
      return;
    }
    peer.syns += 1;
    direction.next = undefined;
    if (isOurs) ours.synAt = at;
    this.#endTls(connection);
    Object.assign(connection, { ...untouched(at), opening: { at, isOurs, isAnswered: false } });
  }

  /** Data that had not been seen before. */
  #said(connection: Connection, segment: Segment, isOurs: boolean): void {
    const { last, since, peer, roundTrip } = connection;
    const { at } = segment;
    connection.last = { at, isOurs, quiet: at - (last?.at ?? since) };
    const { tls } = connection;
    if (tls !== undefined) tls.handshake.add(tls.isOurs === isOurs ? "client" : "server", segment);
    else {
      const handshake = TlsHandshake.begin(segment);
      if (handshake === undefined) return;
      connection.tls = { handshake, isOurs };
      this.#tls.begin(handshake, { peer: peer.peer, outgoing: isOurs, roundTrip });
    }
    if (connection.tls?.handshake.isOver === true) this.#endTls(connection);
  }

  #close(
    connection: Connection,
    { fromPort, toPort }: Packet,
    { reset }: TcpHeader,
    at: number,
    isOurs: boolean,
  ): void {
    const { tls, peer } = connection;
    tls?.handshake.close(tls.isOurs === isOurs ? "client" : "server", reset);
    if (tls?.handshake.isOver === true) this.#endTls(connection);
    if (reset && !connection.isReset)
      this.#resets.add(connection, peer.outgoing === isOurs ? toPort : fromPort, isOurs, at);
    connection.isReset ||= reset;
    connection.isClosing = true;
  }

  #endTls(connection: Connection): void {
    if (connection.tls !== undefined) this.#tls.end(connection.tls.handshake);
    connection.tls = undefined;
  }
}

/** The handshake of TCP: an ACK of the side that opens, after a SYN of the other. */
function open(connection: Connection, { syn, ack, reset }: TcpHeader, at: number, isOurs: boolean): void {
  const { opening, peer } = connection;
  if (opening === undefined || !ack || reset) return;
  if (opening.isOurs !== isOurs) opening.isAnswered ||= syn;
  else if (opening.isAnswered) {
    connection.roundTrip = at - opening.at;
    connection.opening = undefined;
    addTime(peer.connects, connection.roundTrip);
  }
}

/** @returns whether something of it had not been seen before. */
function data(peer: TcpPeer, { next }: Direction, { sequence, data: length }: TcpHeader, isOurs: boolean): boolean {
  peer[isOurs ? "sent" : "received"] += 1;
  peer[isOurs ? "sentBytes" : "receivedBytes"] += length;
  if (next === undefined) return true;
  const ahead = difference(after(sequence, length), next);
  if (ahead > 0) {
    if (!isOurs && difference(sequence, next) > 0) peer.gaps += 1;
    return true;
  }
  // One byte before what was sent last is a keep-alive probe (RFC 9293, 3.8.4).
  if (length === 1 && ahead === 0) return false;
  peer[isOurs ? "sentAgain" : "receivedAgain"] += 1;
  peer[isOurs ? "sentAgainBytes" : "receivedAgainBytes"] += length;
  return false;
}

function advance(direction: Direction, { sequence, data: length, syn: isSyn, fin, reset }: TcpHeader): void {
  if (reset) return;
  const end = after(sequence, length + (isSyn ? 1 : 0) + (fin ? 1 : 0));
  if (direction.next === undefined || difference(end, direction.next) > 0) direction.next = end;
}
