import { CloseWaits } from "./close-waits.ts";
import { FollowedSockets, type Row } from "./followed.ts";
import { peerName, type Socket, type SocketState } from "./socket.ts";
import { WatchedDestinations } from "./watched-destinations.ts";
import { WatchedListeners } from "./watched-listeners.ts";
import type { Owner, WatchedNamespace } from "./watched-namespace.ts";
import { WatchedPeers } from "./watched-peers.ts";

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

/** net.ipv4.ip_local_port_range where nobody changed it. */
const usualPorts = { low: 32_768, high: 60_999 } as const;

/** Adds sockets up as they are read, one at a time: a hundred thousand of them are never in memory as text. */
export class SocketWatch {
  readonly #namespace: WatchedNamespace;
  readonly #tellsInfo: boolean;
  readonly #followed = new FollowedSockets();
  readonly #listeners = new WatchedListeners();
  readonly #peers = new WatchedPeers();
  readonly #destinations: WatchedDestinations;
  readonly #closeWaits = new CloseWaits();
  #reading = -1;
  #states: Partial<Record<SocketState, number>> = {};
  #held = { all: 0, established: 0, closeWait: 0 };
  #unread = 0;

  /** @param tellsInfo Sockets come with tcp_info, where they have any. */
  constructor(namespace: WatchedNamespace, tellsInfo: boolean) {
    this.#namespace = namespace;
    this.#tellsInfo = tellsInfo;
    this.#destinations = new WatchedDestinations(namespace);
  }

  begin(): void {
    this.#reading += 1;
    this.#states = {};
    this.#held = { all: 0, established: 0, closeWait: 0 };
    this.#closeWaits.begin();
    this.#followed.begin();
  }

  /** @param held Inodes of the target's sockets; of a host all are. */
  add(socket: Socket, held: ReadonlySet<number> | "all"): void {
    const { state, local, inode, receiveQueue } = socket;
    this.#states[state] = (this.#states[state] ?? 0) + 1;
    const isHeld = inode !== 0 && (held === "all" || held.has(inode));
    if (state === "LISTEN") return this.#listeners.add(socket, isHeld, this.#reading);
    if (state === "UNCONN") return;
    if (isHeld) this.#count(socket);
    // Not accepted yet: it belongs to whom the listener does.
    const ofTarget = isHeld || (inode === 0 && state !== "TIME-WAIT" && this.#listeners.isOfTarget(local.port));
    const outgoing = this.#isOutgoing(socket);
    const followed = this.#followed.follow(socket, this.#reading);
    if (outgoing) this.#destinations.add(socket, ofTarget, followed, this.#reading);
    if (state !== "ESTAB" && state !== "CLOSE-WAIT") return;
    this.#peers.add(socket, { outgoing, ofTarget }, followed, this.#reading);
    if (state === "ESTAB") return;
    const peer = peerName(socket, outgoing);
    this.#closeWaits.add({ peer, inode, ofTarget, followed, unread: receiveQueue }, this.#reading);
  }

  end(at: number, beside: { readonly udp?: number; readonly unix?: number }): SocketReading {
    this.#followed.end(this.#reading);
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
    return new Set([...this.#closeWaits.inodes, ...this.#listeners.inodes]);
  }

  summary(seconds: number, owners: ReadonlyMap<number, Owner>): SocketSummary {
    const readings = this.#reading + 1;
    const share = (count: number) => (readings === 0 ? 0 : (100 * count) / readings);
    return {
      kind: "summary",
      readings,
      ...this.#namespace,
      unread: this.#unread,
      listeners: this.#listeners.rows(share, owners),
      ...(this.#tellsInfo ? { peers: this.#peers.rows(seconds, share) } : {}),
      closeWaits: this.#closeWaits.rows(owners),
      destinations: this.#destinations.rows(share),
      unfollowed: this.#followed.left,
    };
  }

  #count({ state, receiveQueue }: Socket): void {
    this.#held.all += 1;
    if (state === "ESTAB") this.#held.established += 1;
    if (state === "CLOSE-WAIT") this.#held.closeWait += 1;
    this.#unread = Math.max(this.#unread, receiveQueue);
  }

  /** Accepted from a listener, or from one that is gone: then only the other end has an ephemeral port. */
  #isOutgoing({ local, remote }: Socket): boolean {
    if (this.#listeners.isPort(local.port)) return false;
    const { low, high } = this.#namespace.ports ?? usualPorts;
    const isEphemeral = (port: number) => port >= low && port <= high;
    return isEphemeral(local.port) || !isEphemeral(remote.port);
  }
}
