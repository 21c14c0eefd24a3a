import { type Followed, group, mostRows, type Row, Share } from "./followed.ts";
import { type Socket, writeEndpoint } from "./socket.ts";
import type { WatchedNamespace } from "./watched-namespace.ts";

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

/** Where connections go out to: each takes an ephemeral port of its own, even after its end. */
export class WatchedDestinations {
  readonly #destinations = new Map<string, Destination>();
  readonly #opened = new WeakSet<Followed>();
  readonly #namespace: WatchedNamespace;

  constructor(namespace: WatchedNamespace) {
    this.#namespace = namespace;
  }

  add(
    { state, local, remote, retries }: Socket,
    ofTarget: boolean,
    followed: Followed | undefined,
    reading: number,
  ): void {
    const one = group(this.#destinations, writeEndpoint(remote), (): Destination => nothing(ofTarget));
    if (one === undefined) return;
    if (one.nowAt !== reading) {
      one.nowAt = reading;
      one.used = one.timeWait = one.established = one.connecting = 0;
    }
    one.ofTarget ||= ofTarget;
    const { ports } = this.#namespace;
    if (ports === undefined || (local.port >= ports.low && local.port <= ports.high)) one.used += 1;
    if (state === "TIME-WAIT") one.timeWait += 1;
    if (state === "ESTAB") one.established += 1;
    if (state === "SYN-SENT") one.connecting += 1;
    if (state === "SYN-SENT" && retries > 0) one.retried.mark(reading);
    if (followed?.isNew === true && state !== "TIME-WAIT" && !this.#opened.has(followed)) {
      this.#opened.add(followed);
      one.opened += 1;
    }
    one.mostUsed = Math.max(one.mostUsed, one.used);
    one.mostTimeWait = Math.max(one.mostTimeWait, one.timeWait);
    one.mostEstablished = Math.max(one.mostEstablished, one.established);
    one.mostConnecting = Math.max(one.mostConnecting, one.connecting);
  }

  /** @param share Of all readings, in percent. */
  rows(share: (count: number) => number): Row[] {
    return [...this.#destinations]
      .toSorted(([, a], [, b]) => b.mostUsed - a.mostUsed || b.mostConnecting - a.mostConnecting)
      .slice(0, mostRows)
      .map(([name, one]) => [
        ...[name, one.mostUsed, one.mostTimeWait, this.#portShare(one.mostUsed)],
        ...[one.mostEstablished, one.mostConnecting, share(one.retried.count), one.opened],
        one.ofTarget || this.#namespace.alone,
      ]);
  }

  #portShare(used: number): number {
    const { ports } = this.#namespace;
    return ports === undefined ? 0 : Math.min(100, (100 * used) / Math.max(1, ports.count));
  }
}

function nothing(ofTarget: boolean): Destination {
  return {
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
  };
}
