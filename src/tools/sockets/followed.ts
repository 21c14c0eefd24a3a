import type { Socket, TcpInfo } from "./socket.ts";

/** What is followed from reading to reading; a node with more has other trouble. Some 60 MiB. */
const mostFollowed = 200_000;
/** Peers, destinations, listeners: so many of each. */
export const mostGroups = 20_000;
/** And so many of each are told, the heaviest first. */
export const mostRows = 50;

export type Row = readonly (string | number | boolean)[];

/** One socket, from the reading that saw it first. */
export interface Followed {
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

export class FollowedSockets {
  readonly #sockets = new Map<string, Followed>();
  /** Sockets of this reading that were more than can be followed. */
  left = 0;

  begin(): void {
    this.left = 0;
  }

  follow({ key, info, state }: Socket, reading: number): Followed | undefined {
    let one = this.#sockets.get(key);
    if (one === undefined) {
      if (this.#sockets.size >= mostFollowed) {
        this.left += 1;
        return undefined;
      }
      one = {
        first: info,
        last: info,
        isNew: reading > 0,
        lastSeen: reading,
        closeWaitSince: -1,
        unread: 0,
        unreadReadings: 0,
        heldBackReadings: 0,
        unackedSum: 0,
      };
      this.#sockets.set(key, one);
    }
    if (info !== undefined) one.last = info;
    one.lastSeen = reading;
    if (state === "CLOSE-WAIT" && one.closeWaitSince < 0) one.closeWaitSince = reading;
    return one;
  }

  /** Forgets those that a reading has not seen. */
  end(reading: number): void {
    for (const [key, { lastSeen }] of this.#sockets) if (lastSeen < reading) this.#sockets.delete(key);
  }
}

/** In how many readings something was so, however many sockets it was so of. */
export class Share {
  count = 0;
  #last = -1;
  mark(reading: number): void {
    if (this.#last !== reading) this.count += 1;
    this.#last = reading;
  }
}

/** Of several groups the one of that name; none where there are too many already. */
export function group<V>(groups: Map<string, V>, name: string, make: () => V): V | undefined {
  const found = groups.get(name);
  if (found !== undefined) return found;
  if (groups.size >= mostGroups) return undefined;
  const made = make();
  groups.set(name, made);
  return made;
}
