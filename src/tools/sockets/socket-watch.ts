import { type Endpoint, type Socket, type SocketState, type TcpInfo, writeEndpoint } from "./socket.ts";

/** Of the network namespace, and of who looks at it. */
export interface WatchedNamespace {
  /** Ephemeral ports, without the reserved ones; absent where the namespace's settings may not be read. */
  readonly ports?: { readonly low: number; readonly high: number; readonly count: number };
  readonly timeWaitReuse?: number;
  readonly maximumBacklog?: number;
  readonly ownNamespace: boolean;
  /** Every process in it is the target's. */
  readonly alone: boolean;
}

/** What one reading adds up to: a line of the raw output. */
export interface SocketReading {
  readonly kind: "reading";
  /** Seconds. */
  readonly at: number;
  readonly states: Readonly<Partial<Record<SocketState, number>>>;
  readonly held: number;
  readonly heldEstablished: number;
  readonly heldCloseWait: number;
  readonly udp?: number;
  readonly unix?: number;
}

export interface Owner {
  readonly pid: number;
  readonly name: string;
  readonly ofTarget: boolean;
}

type Row = readonly (string | number | boolean)[];

/** The last line of the raw output: rows are in the order of the facts' columns. */
export interface SocketSummary extends WatchedNamespace {
  readonly kind: "summary";
  readonly readings: number;
  readonly unread: number;
  readonly listeners: readonly Row[];
  /** Absent without tcp_info. */
  readonly peers?: readonly Row[];
  readonly closeWaits: readonly Row[];
  readonly destinations: readonly Row[];
  /** Sockets that were more than can be followed. */
  readonly unfollowed: number;
}

/** What is followed from reading to reading; a node with more has other trouble. Some 60 MiB. */
const mostFollowed = 200_000;
const mostGroups = 20_000;
/** net.ipv4.ip_local_port_range where nobody changed it. */
const usualPorts = { low: 32_768, high: 60_999 } as const;
const mostRows = 50;

interface Followed {
  first: TcpInfo | undefined;
  last: TcpInfo | undefined;
  readonly isNew: boolean;
  lastSeen: number;
  closeWaitSince: number;
  unread: number;
  unreadReadings: number;
  heldBackReadings: number;
  unackedSum: number;
}

class Share {
  count = 0;
  #last = -1;
  mark(reading: number): void {
    if (this.#last !== reading) this.count += 1;
    this.#last = reading;
  }
}

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

interface Destination {
  ofTarget: boolean;
  nowAt: number;
  used: number;
  timeWait: number;
  established: number;
  connecting: number;
  mostUsed: number;
  mostTimeWait: number;
  mostEstablished: number;
  mostConnecting: number;
  readonly retried: Share;
  opened: number;
}

interface Listener {
  readonly port: number;
  inode: number;
  waiting: number;
  backlog: number;
  ofTarget: boolean;
  readonly full: Share;
}

/** Adds sockets up as they are read, one at a time: a hundred thousand of them are never in memory as text. */
export class SocketWatch {
  readonly #namespace: WatchedNamespace;
  readonly #followed = new Map<string, Followed>();
  readonly #peers = new Map<string, Peer>();
  readonly #destinations = new Map<string, Destination>();
  readonly #listeners = new Map<string, Listener>();
  readonly #listening = new Map<number, boolean>();
  #firstCloseWaits = new Map<string, number>();
  #closeWaits: {
    readonly peer: string;
    readonly inode: number;
    readonly ofTarget: boolean;
    readonly followed: Followed | undefined;
    readonly unread: number;
  }[] = [];
  #reading = -1;
  #states: Partial<Record<SocketState, number>> = {};
  #held = { all: 0, established: 0, closeWait: 0 };
  #unfollowed = 0;
  #unread = 0;
  readonly #tellsInfo: boolean;

  /** @param tellsInfo Sockets come with tcp_info, where they have any. */
  constructor(namespace: WatchedNamespace, tellsInfo: boolean) {
    this.#tellsInfo = tellsInfo;
    this.#namespace = namespace;
  }

  begin(): void {
    this.#reading += 1;
    this.#states = {};
    this.#held = { all: 0, established: 0, closeWait: 0 };
    this.#closeWaits = [];
    this.#unfollowed = 0;
  }

  /** @param held Inodes of the target's sockets; of a host all are. */
  add(socket: Socket, held: ReadonlySet<number> | "all"): void {
    const { state, local, inode } = socket;
    this.#states[state] = (this.#states[state] ?? 0) + 1;
    const isHeld = inode !== 0 && (held === "all" || held.has(inode));
    if (state === "LISTEN") return this.#addListener(socket, isHeld);
    if (state === "UNCONN") return;
    // Not accepted yet: it belongs to whom the listener does.
    const ofTarget = isHeld || (inode === 0 && state !== "TIME-WAIT" && this.#listening.get(local.port) === true);
    if (isHeld) {
      this.#held.all += 1;
      if (state === "ESTAB") this.#held.established += 1;
      if (state === "CLOSE-WAIT") this.#held.closeWait += 1;
      if (socket.receiveQueue > this.#unread) this.#unread = socket.receiveQueue;
    }
    const outgoing = this.#isOutgoing(socket);
    const followed = this.#follow(socket);
    if (outgoing) this.#addDestination(socket, ofTarget, followed);
    if (state === "ESTAB" || state === "CLOSE-WAIT") this.#addPeer(socket, { outgoing, ofTarget, followed });
    if (state === "CLOSE-WAIT") {
      const peer = peerName(socket.remote, local, outgoing);
      this.#closeWaits.push({ peer, inode, ofTarget, followed, unread: socket.receiveQueue });
      if (this.#reading === 0) this.#firstCloseWaits.set(peer, (this.#firstCloseWaits.get(peer) ?? 0) + 1);
    }
  }

  end(at: number, beside: { readonly udp?: number; readonly unix?: number }): SocketReading {
    for (const [key, { lastSeen }] of this.#followed) if (lastSeen < this.#reading) this.#followed.delete(key);
    const { all, established, closeWait } = this.#held;
    return {
      kind: "reading",
      at,
      states: this.#states,
      held: all,
      heldEstablished: established,
      heldCloseWait: closeWait,
      ...beside,
    };
  }

  /** Inodes whose owners `summary` asks for. */
  get wanted(): Set<number> {
    return new Set([
      ...this.#closeWaits.map(({ inode }) => inode),
      ...[...this.#listeners.values()].map(({ inode }) => inode),
    ]);
  }

  summary(seconds: number, owners: ReadonlyMap<number, Owner>): SocketSummary {
    const readings = this.#reading + 1;
    const share = (count: number) => (readings === 0 ? 0 : (100 * count) / readings);
    return {
      kind: "summary",
      readings,
      ...this.#namespace,
      unread: this.#unread,
      listeners: [...this.#listeners]
        .toSorted(([, a], [, b]) => b.waiting / Math.max(1, b.backlog) - a.waiting / Math.max(1, a.backlog))
        .slice(0, mostRows)
        .map(([address, { port, waiting, backlog, full, ofTarget, inode }]) => [
          address,
          port,
          waiting,
          backlog,
          share(full.count),
          ofTarget,
          owners.get(inode)?.name ?? "",
        ]),
      ...(this.#tellsInfo ? { peers: this.#peerRows(seconds, share) } : {}),
      closeWaits: this.#closeWaitRows(owners),
      destinations: [...this.#destinations]
        .toSorted(([, a], [, b]) => b.mostUsed - a.mostUsed || b.mostConnecting - a.mostConnecting)
        .slice(0, mostRows)
        .map(([name, one]) => [
          ...[name, one.mostUsed, one.mostTimeWait, this.#portShare(one.mostUsed)],
          ...[
            one.mostEstablished,
            one.mostConnecting,
            share(one.retried.count),
            one.opened,
            one.ofTarget || this.#namespace.alone,
          ],
        ]),
      unfollowed: this.#unfollowed,
    };
  }

  /** Accepted from a listener, or from one that is gone: then only the other end has an ephemeral port. */
  #isOutgoing({ local, remote }: Socket): boolean {
    if (this.#listening.has(local.port)) return false;
    const { low, high } = this.#namespace.ports ?? usualPorts;
    const isEphemeral = (port: number) => port >= low && port <= high;
    return isEphemeral(local.port) || !isEphemeral(remote.port);
  }

  #portShare(used: number): number {
    const { ports } = this.#namespace;
    return ports === undefined ? 0 : Math.min(100, (100 * used) / Math.max(1, ports.count));
  }

  #addListener({ local, inode, receiveQueue, sendQueue }: Socket, ofTarget: boolean): void {
    this.#listening.set(local.port, ofTarget || (this.#listening.get(local.port) ?? false));
    const name = writeEndpoint(local);
    if (!this.#listeners.has(name) && this.#listeners.size >= mostGroups) return;
    const one = entry(this.#listeners, name, () => ({
      port: local.port,
      inode,
      waiting: 0,
      backlog: 0,
      ofTarget,
      full: new Share(),
    }));
    one.inode = inode;
    one.ofTarget ||= ofTarget;
    if (receiveQueue >= one.waiting) [one.waiting, one.backlog] = [receiveQueue, sendQueue];
    // sk_acceptq_is_full (include/net/sock.h): one more than the backlog fits. procfs does not tell the backlog.
    if (receiveQueue > sendQueue && sendQueue > 0) one.full.mark(this.#reading);
  }

  #follow({ key, info, state }: Socket): Followed | undefined {
    let one = this.#followed.get(key);
    if (one === undefined) {
      if (this.#followed.size >= mostFollowed) {
        this.#unfollowed += 1;
        return undefined;
      }
      one = {
        first: info,
        last: info,
        isNew: this.#reading > 0,
        lastSeen: this.#reading,
        closeWaitSince: -1,
        unread: 0,
        unreadReadings: 0,
        heldBackReadings: 0,
        unackedSum: 0,
      };
      this.#followed.set(key, one);
    }
    if (info !== undefined) one.last = info;
    one.lastSeen = this.#reading;
    if (state === "CLOSE-WAIT" && one.closeWaitSince < 0) one.closeWaitSince = this.#reading;
    return one;
  }

  #addPeer(
    socket: Socket,
    {
      outgoing,
      ofTarget,
      followed,
    }: { readonly outgoing: boolean; readonly ofTarget: boolean; readonly followed: Followed | undefined },
  ): void {
    const name = peerName(socket.remote, socket.local, outgoing);
    if (!this.#peers.has(name) && this.#peers.size >= mostGroups) return;
    const peer = entry(
      this.#peers,
      name,
      (): Peer => ({
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
      }),
    );
    if (peer.nowAt !== this.#reading) [peer.now, peer.nowAt] = [0, this.#reading];
    if (socket.state === "ESTAB") peer.now += 1;
    peer.most = Math.max(peer.most, peer.now);
    peer.ofTarget ||= ofTarget;
    peer.unread = Math.max(peer.unread, socket.receiveQueue);
    peer.unsent = Math.max(peer.unsent, socket.sendQueue);
    if (socket.persists) peer.zeroWindow.mark(this.#reading);
    const { info } = socket;
    if (info === undefined || followed === undefined) return;
    if (peer.sockets.size < mostGroups) peer.sockets.add(followed);
    if (info.rtt !== undefined) {
      peer.rttSum += info.rtt;
      peer.rttCount += 1;
      peer.rttMax = Math.max(peer.rttMax, info.rtt);
      peer.rttVar = Math.max(peer.rttVar, info.rttVar ?? 0);
    }
    if (info.minRtt !== undefined) peer.minRtt = peer.minRtt === 0 ? info.minRtt : Math.min(peer.minRtt, info.minRtt);
    peer.deliveryRate = Math.max(peer.deliveryRate, info.deliveryRate);
    peer.cwnd = peer.cwnd === 0 ? info.cwnd : Math.min(peer.cwnd, info.cwnd);
    followed.unackedSum += info.unacked;
    if (isHeldBack(info, socket.persists)) followed.heldBackReadings += 1;
    if (
      2 * info.receiveMemory >= info.receiveBuffer &&
      socket.receiveQueue > 0 &&
      2 * socket.receiveQueue >= followed.unread
    )
      followed.unreadReadings += 1;
    followed.unread = socket.receiveQueue;
    if (
      outgoing &&
      info.unacked === 0 &&
      info.sent > 0 &&
      socket.sendQueue === 0 &&
      socket.receiveQueue === 0 &&
      info.lastSent < info.lastReceived
    ) {
      peer.awaiting.mark(this.#reading);
      peer.awaitedSum += info.lastSent;
      peer.awaitedCount += 1;
    }
  }

  #addDestination({ state, local, remote, retries }: Socket, ofTarget: boolean, followed: Followed | undefined): void {
    const name = writeEndpoint(remote);
    if (!this.#destinations.has(name) && this.#destinations.size >= mostGroups) return;
    const one = entry(
      this.#destinations,
      name,
      (): Destination => ({
        ofTarget,
        nowAt: -1,
        used: 0,
        timeWait: 0,
        established: 0,
        connecting: 0,
        mostUsed: 0,
        mostTimeWait: 0,
        mostEstablished: 0,
        mostConnecting: 0,
        retried: new Share(),
        opened: 0,
      }),
    );
    if (one.nowAt !== this.#reading) {
      one.nowAt = this.#reading;
      one.used = one.timeWait = one.established = one.connecting = 0;
    }
    one.ofTarget ||= ofTarget;
    const { ports } = this.#namespace;
    if (ports === undefined || (local.port >= ports.low && local.port <= ports.high)) one.used += 1;
    if (state === "TIME-WAIT") one.timeWait += 1;
    if (state === "ESTAB") one.established += 1;
    if (state === "SYN-SENT") one.connecting += 1;
    if (state === "SYN-SENT" && retries > 0) one.retried.mark(this.#reading);
    if (
      followed?.isNew === true &&
      followed.lastSeen === this.#reading &&
      state !== "TIME-WAIT" &&
      !this.#counted.has(followed)
    ) {
      this.#counted.add(followed);
      one.opened += 1;
    }
    one.mostUsed = Math.max(one.mostUsed, one.used);
    one.mostTimeWait = Math.max(one.mostTimeWait, one.timeWait);
    one.mostEstablished = Math.max(one.mostEstablished, one.established);
    one.mostConnecting = Math.max(one.mostConnecting, one.connecting);
  }
  readonly #counted = new WeakSet<Followed>();

  #peerRows(seconds: number, share: (count: number) => number): Row[] {
    return [...this.#peers]
      .map(([name, peer]) => ({ name, peer, ...totalsOf(peer, seconds) }))
      .toSorted(
        (a, b) =>
          Number(b.peer.ofTarget) - Number(a.peer.ofTarget) ||
          b.sent + b.received - (a.sent + a.received) ||
          b.peer.most - a.peer.most,
      )
      .slice(0, mostRows)
      .map(
        ({
          name,
          peer,
          segments,
          retransmits,
          sent,
          received,
          busy,
          windowLimited,
          bufferLimited,
          heldBack,
          unreadReadings,
          unackedSum,
        }) => [
          ...[
            name,
            peer.outgoing,
            peer.ofTarget,
            peer.most,
            peer.rttCount === 0 ? 0 : peer.rttSum / peer.rttCount,
            peer.rttMax,
            peer.minRtt,
            peer.rttVar,
          ],
          ...[
            segments,
            retransmits,
            segments === 0 ? 0 : (100 * retransmits) / segments,
            sent,
            received,
            peer.deliveryRate,
            peer.cwnd,
            share(unackedSum) / 100,
          ],
          ...[
            busy,
            windowLimited,
            bufferLimited,
            share(peer.zeroWindow.count),
            share(heldBack),
            peer.unread,
            share(unreadReadings),
            peer.unsent,
            share(peer.awaiting.count),
            peer.awaitedCount === 0 ? 0 : (2 * peer.awaitedSum) / peer.awaitedCount,
          ],
        ],
      );
  }

  #closeWaitRows(owners: ReadonlyMap<number, Owner>): Row[] {
    const rows = new Map<
      string,
      { peer: string; process: string; pid: number; ofTarget: boolean; count: number; held: number; unread: number }
    >();
    for (const { peer, inode, ofTarget, followed, unread } of this.#closeWaits) {
      const owner = owners.get(inode);
      const process = inode === 0 ? "not accepted yet" : (owner?.name ?? "");
      const row = entry(rows, `${peer} ${owner?.pid ?? 0} ${process}`, () => ({
        peer,
        process,
        pid: owner?.pid ?? 0,
        ofTarget: ofTarget || owner?.ofTarget === true,
        count: 0,
        held: 0,
        unread: 0,
      }));
      row.count += 1;
      row.unread += unread;
      if (followed?.closeWaitSince === 0) row.held += 1;
    }
    const grown = ({ peer, count }: { readonly peer: string; readonly count: number }) =>
      count - (this.#firstCloseWaits.get(peer) ?? 0);
    return [...rows.values()]
      .toSorted((a, b) => grown(b) - grown(a) || b.count - a.count)
      .slice(0, mostRows)
      .map((row) => [row.peer, row.process, row.pid, row.ofTarget, row.count, grown(row), row.held, row.unread]);
  }
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

function peerName(remote: Endpoint, local: Endpoint, outgoing: boolean): string {
  return outgoing ? writeEndpoint(remote) : `${remote.address} to :${local.port}`;
}

function entry<V>(map: Map<string, V>, key: string, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
