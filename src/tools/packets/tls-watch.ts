import { addTime, noTimes, type TimeTally } from "./time-tally.ts";
import type { TlsFailure, TlsHandshake, TlsSide } from "./tls-handshake.ts";

/** Handshakes of TLS with one peer. */
export interface TlsPeer {
  readonly peer: string;
  /** The client is this side. */
  readonly outgoing: boolean;
  started: number;
  done: number;
  failed: number;
  /** Without a ServerHello for a second or longer, as far as the capture goes. */
  unanswered: number;
  /** From ClientHello to ServerHello, without the round trip: what the server took. */
  readonly server: TimeTally;
  /** From ClientHello to the end of the handshake. */
  readonly whole: TimeTally;
  /** Version → how many were done with it. */
  readonly versions: Record<string, number>;
  readonly names: string[];
}

export interface TlsFailures {
  readonly peer: string;
  readonly outgoing: boolean;
  readonly by: TlsSide;
  readonly why: string;
  /** After the ServerHello. */
  readonly isAnswered: boolean;
  count: number;
}

export interface TlsSummary {
  readonly peers: readonly TlsPeer[];
  readonly failures: readonly TlsFailures[];
}

/** With whom a handshake is, and how long the TCP handshake before it took, in seconds; undefined where that was not seen. */
interface TlsParty {
  readonly peer: string;
  readonly outgoing: boolean;
  readonly roundTrip: number | undefined;
}

const mostPeers = 2_000;
const mostFailures = 2_000;
const mostNames = 20;
const mostOpen = 20_000;
/** What is younger at the end of the capture may still be answered. */
const patience = 1;

/** Adds up handshakes as they end. */
export class TlsWatch {
  readonly #open = new Map<TlsHandshake, TlsParty>();
  readonly #peers = new Map<string, TlsPeer>();
  readonly #failures = new Map<string, TlsFailures>();
  readonly #keepsNames: boolean;

  constructor(keepsNames: boolean) {
    this.#keepsNames = keepsNames;
  }

  begin(handshake: TlsHandshake, party: TlsParty): void {
    const peer = this.#peer(party);
    const { serverName } = handshake.hello;
    peer.started += 1;
    if (this.#keepsNames && serverName !== "" && !peer.names.includes(serverName) && peer.names.length < mostNames)
      peer.names.push(serverName);
    if (this.#open.size < mostOpen) this.#open.set(handshake, party);
  }

  /** The handshake is over, or its connection is. */
  end(handshake: TlsHandshake): void {
    const party = this.#open.get(handshake);
    if (party === undefined) return;
    this.#open.delete(handshake);
    const peer = this.#peer(party);
    const { startedAt, answeredAt, doneAt, failure, version } = handshake;
    // A server's own capture has no round trip in it.
    const roundTrip = party.outgoing ? party.roundTrip : 0;
    if (answeredAt !== undefined && roundTrip !== undefined) addTime(peer.server, answeredAt - startedAt - roundTrip);
    if (failure !== undefined) this.#fail(party, peer, failure, answeredAt !== undefined);
    else if (doneAt !== undefined) {
      peer.done += 1;
      peer.versions[version] = (peer.versions[version] ?? 0) + 1;
      addTime(peer.whole, doneAt - startedAt);
    }
  }

  /** @param last When the last packet came. */
  summary(last: number): TlsSummary {
    for (const [handshake, party] of this.#open) {
      if (handshake.answeredAt === undefined && last - handshake.startedAt >= patience)
        this.#peer(party).unanswered += 1;
      this.end(handshake);
    }
    const troubled = ({ failed, unanswered }: TlsPeer) => failed + unanswered;
    const peers = [...this.#peers.values()].toSorted((a, b) => troubled(b) - troubled(a) || b.started - a.started);
    const failures = [...this.#failures.values()].toSorted((a, b) => b.count - a.count);
    return { peers: peers.slice(0, 100), failures: failures.slice(0, 100) };
  }

  #fail({ peer, outgoing }: TlsParty, tally: TlsPeer, failure: TlsFailure, isAnswered: boolean): void {
    tally.failed += 1;
    const about = { peer, outgoing, ...failure, isAnswered };
    const key = JSON.stringify(about);
    const found = this.#failures.get(key);
    if (found !== undefined) found.count += 1;
    else if (this.#failures.size < mostFailures) this.#failures.set(key, { ...about, count: 1 });
  }

  #peer({ peer, outgoing }: TlsParty): TlsPeer {
    const key = `${outgoing} ${peer}`;
    const found = this.#peers.get(key);
    if (found !== undefined) return found;
    const made = {
      ...{ peer, outgoing, started: 0, done: 0, failed: 0, unanswered: 0 },
      ...{ server: noTimes(), whole: noTimes(), versions: {}, names: [] },
    };
    if (this.#peers.size < mostPeers) this.#peers.set(key, made);
    return made;
  }
}
