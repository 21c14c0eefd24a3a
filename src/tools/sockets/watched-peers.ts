import { type Followed, group, mostGroups, mostRows, type Row, Share } from "./followed.ts";
import { peerName, type Socket, type TcpInfo } from "./socket.ts";

interface Peer {
  readonly outgoing: boolean;
  ofTarget: boolean;
  now: number;
  nowAt: number;
  most: number;
  rttSum: number;
  rttCount: number;
  rttMax: number;
  rttVar: number;
  minRtt: number;
  deliveryRate: number;
  cwnd: number;
  unread: number;
  unsent: number;
  readonly zeroWindow: Share;
  readonly awaiting: Share;
  awaitedSum: number;
  awaitedCount: number;
  readonly sockets: Set<Followed>;
}

/** Whose a connection is, and who began it. */
export interface Side {
  readonly outgoing: boolean;
  readonly ofTarget: boolean;
}

/** Who is at the other end of connections, and what TCP knows of the way there. */
export class WatchedPeers {
  readonly #peers = new Map<string, Peer>();

  add(socket: Socket, { outgoing, ofTarget }: Side, followed: Followed | undefined, reading: number): void {
    const peer = group(this.#peers, peerName(socket, outgoing), () => nothing(outgoing, ofTarget));
    if (peer === undefined) return;
    if (peer.nowAt !== reading) [peer.now, peer.nowAt] = [0, reading];
    if (socket.state === "ESTAB") peer.now += 1;
    peer.most = Math.max(peer.most, peer.now);
    peer.ofTarget ||= ofTarget;
    peer.unread = Math.max(peer.unread, socket.receiveQueue);
    peer.unsent = Math.max(peer.unsent, socket.sendQueue);
    if (socket.persists) peer.zeroWindow.mark(reading);
    const { info } = socket;
    if (info === undefined || followed === undefined) return;
    if (peer.sockets.size < mostGroups) peer.sockets.add(followed);
    addTimes(peer, info);
    addReading(followed, socket, info);
    if (outgoing && isAwaiting(socket, info)) {
      peer.awaiting.mark(reading);
      peer.awaitedSum += info.lastSent;
      peer.awaitedCount += 1;
    }
  }

  /** @param share Of all readings, in percent. */
  rows(seconds: number, share: (count: number) => number): Row[] {
    return [...this.#peers]
      .map(([name, peer]) => ({ name, peer, totals: totalsOf(peer, seconds) }))
      .toSorted(
        (a, b) =>
          Number(b.peer.ofTarget) - Number(a.peer.ofTarget) ||
          b.totals.sent + b.totals.received - (a.totals.sent + a.totals.received) ||
          b.peer.most - a.peer.most,
      )
      .slice(0, mostRows)
      .map(({ name, peer, totals }) => [
        ...[name, peer.outgoing, peer.ofTarget, peer.most],
        ...[peer.rttCount === 0 ? 0 : peer.rttSum / peer.rttCount, peer.rttMax, peer.minRtt, peer.rttVar],
        ...[totals.segments, totals.retransmits],
        totals.segments === 0 ? 0 : (100 * totals.retransmits) / totals.segments,
        ...[totals.sent, totals.received, peer.deliveryRate, peer.cwnd, share(totals.unackedSum) / 100],
        ...[totals.busy, totals.windowLimited, totals.bufferLimited],
        ...[share(peer.zeroWindow.count), share(totals.heldBack)],
        ...[peer.unread, share(totals.unreadReadings), peer.unsent],
        ...[share(peer.awaiting.count), peer.awaitedCount === 0 ? 0 : (2 * peer.awaitedSum) / peer.awaitedCount],
      ]);
  }
}

function nothing(outgoing: boolean, ofTarget: boolean): Peer {
  return {
    outgoing,
    ofTarget,
    now: 0,
    nowAt: -1,
    most: 0,
    rttSum: 0,
    rttCount: 0,
    rttMax: 0,
    rttVar: 0,
    minRtt: 0,
    deliveryRate: 0,
    cwnd: 0,
    unread: 0,
    unsent: 0,
    zeroWindow: new Share(),
    awaiting: new Share(),
    awaitedSum: 0,
    awaitedCount: 0,
    sockets: new Set(),
  };
}

function addTimes(peer: Peer, { rtt, rttVar, minRtt, deliveryRate, cwnd }: TcpInfo): void {
  if (rtt !== undefined) {
    peer.rttSum += rtt;
    peer.rttCount += 1;
    peer.rttMax = Math.max(peer.rttMax, rtt);
    peer.rttVar = Math.max(peer.rttVar, rttVar ?? 0);
  }
  if (minRtt !== undefined) peer.minRtt = peer.minRtt === 0 ? minRtt : Math.min(peer.minRtt, minRtt);
  peer.deliveryRate = Math.max(peer.deliveryRate, deliveryRate);
  peer.cwnd = peer.cwnd === 0 ? cwnd : Math.min(peer.cwnd, cwnd);
}

function addReading(followed: Followed, { receiveQueue, persists }: Socket, info: TcpInfo): void {
  followed.unackedSum += info.unacked;
  if (isHeldBack(info, persists)) followed.heldBackReadings += 1;
  const isHalfFull = 2 * info.receiveMemory >= info.receiveBuffer;
  if (isHalfFull && receiveQueue > 0 && 2 * receiveQueue >= followed.unread) followed.unreadReadings += 1;
  followed.unread = receiveQueue;
}

/** Changes in the window: of a connection that began in it, all that it did. */
function totalsOf({ sockets }: Peer, seconds: number) {
  const totals = {
    segments: 0,
    retransmits: 0,
    sent: 0,
    received: 0,
    busy: 0,
    windowLimited: 0,
    bufferLimited: 0,
    heldBack: 0,
    unreadReadings: 0,
    unackedSum: 0,
  };
  const share = (milliseconds: number) => (seconds <= 0 ? 0 : Math.min(100, milliseconds / (10 * seconds)));
  for (const { first, last, isNew, heldBackReadings, unreadReadings, unackedSum } of sockets) {
    if (last === undefined) continue;
    const change = (
      name: "sent" | "retransmits" | "bytesAcked" | "bytesReceived" | "busy" | "windowLimited" | "bufferLimited",
    ) => Math.max(0, last[name] - (isNew ? 0 : (first?.[name] ?? 0)));
    totals.segments += change("sent");
    totals.retransmits += change("retransmits");
    totals.sent += change("bytesAcked");
    totals.received += change("bytesReceived");
    totals.busy = Math.max(totals.busy, share(change("busy")));
    totals.windowLimited = Math.max(totals.windowLimited, share(change("windowLimited")));
    totals.bufferLimited = Math.max(totals.bufferLimited, share(change("bufferLimited")));
    totals.heldBack = Math.max(totals.heldBack, heldBackReadings);
    totals.unreadReadings = Math.max(totals.unreadReadings, unreadReadings);
    totals.unackedSum = Math.max(totals.unackedSum, unackedSum);
  }
  return totals;
}

/** What tcp_nagle_check and corking leave (net/ipv4/tcp_output.c): a part of a segment that both windows would let go. */
function isHeldBack({ notSent, mss, unacked, cwnd, sendWindow }: TcpInfo, persists: boolean): boolean {
  return (
    notSent > 0 &&
    notSent < mss &&
    unacked > 0 &&
    unacked < cwnd &&
    !persists &&
    (sendWindow === undefined || sendWindow > unacked * mss + notSent)
  );
}

/** TCP_DELACK_MAX (include/net/tcp.h), in milliseconds. */
const latestAck = 200;

/**
 * All that was sent has arrived, and the answer has not. A client that asks again at once does both in one tick of the
 * kernel's clock; the ACK of its question, which is held back for the answer, then tells that the question came last.
 */
function isAwaiting({ sendQueue, receiveQueue }: Socket, info: TcpInfo): boolean {
  const { unacked, sent, lastSent, lastReceived, lastAcked } = info;
  if (unacked > 0 || sent === 0 || sendQueue > 0 || receiveQueue > 0) return false;
  if (lastSent !== lastReceived) return lastSent < lastReceived;
  return lastAcked !== undefined && lastAcked < lastSent && lastSent - lastAcked <= latestAck;
}
