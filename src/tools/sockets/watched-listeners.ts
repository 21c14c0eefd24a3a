import { group, mostRows, type Row, Share } from "./followed.ts";
import { type Socket, writeEndpoint } from "./socket.ts";
import type { Owner } from "./watched-namespace.ts";

interface Listener {
  readonly port: number;
  inode: number;
  waiting: number;
  backlog: number;
  ofTarget: boolean;
  readonly full: Share;
}

/** Sockets that listen, and how many connections wait for accept. */
export class WatchedListeners {
  readonly #listeners = new Map<string, Listener>();
  readonly #ports = new Map<number, boolean>();

  add({ local, inode, receiveQueue, sendQueue }: Socket, ofTarget: boolean, reading: number): void {
    this.#ports.set(local.port, ofTarget || this.isOfTarget(local.port));
    const one = group(this.#listeners, writeEndpoint(local), () => ({
      port: local.port,
      inode,
      waiting: 0,
      backlog: 0,
      ofTarget,
      full: new Share(),
    }));
    if (one === undefined) return;
    one.inode = inode;
    one.ofTarget ||= ofTarget;
    if (receiveQueue >= one.waiting) [one.waiting, one.backlog] = [receiveQueue, sendQueue];
    // sk_acceptq_is_full (include/net/sock.h): one more than the backlog fits. procfs does not tell the backlog.
    if (receiveQueue > sendQueue && sendQueue > 0) one.full.mark(reading);
  }

  isPort(port: number): boolean {
    return this.#ports.has(port);
  }

  isOfTarget(port: number): boolean {
    return this.#ports.get(port) ?? false;
  }

  get inodes(): number[] {
    return [...this.#listeners.values()].map(({ inode }) => inode);
  }

  /** @param share Of all readings, in percent. */
  rows(share: (count: number) => number, owners: ReadonlyMap<number, Owner>): Row[] {
    const fullness = ({ waiting, backlog }: Listener) => waiting / Math.max(1, backlog);
    return [...this.#listeners]
      .toSorted(([, a], [, b]) => fullness(b) - fullness(a))
      .slice(0, mostRows)
      .map(([address, { port, waiting, backlog, full, ofTarget, inode }]) => [
        ...[address, port, waiting, backlog],
        ...[share(full.count), ofTarget, owners.get(inode)?.name ?? ""],
      ]);
  }
}
