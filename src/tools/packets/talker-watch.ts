import type { Packet } from "./packet.ts";
import { peerName } from "./tcp-peer.ts";

/** Packets of one peer, port, protocol and direction. Bytes are IP's. */
export interface Talker {
  readonly peer: string;
  readonly protocol: "tcp" | "udp";
  /** This side has the higher port, as clients have. */
  readonly outgoing: boolean;
  packetsSent: number;
  packetsReceived: number;
  bytesSent: number;
  bytesReceived: number;
}

const mostTalkers = 5_000;

/** Who talks how much. */
export class TalkerWatch {
  readonly #talkers = new Map<string, Talker>();

  add({ from, fromPort, to, toPort, protocol, length }: Packet, isOurs: boolean): void {
    const [localPort, remote, remotePort] = isOurs ? [fromPort, to, toPort] : [toPort, from, fromPort];
    const outgoing = remotePort < localPort;
    const talker = this.#talker(protocol, peerName(outgoing, remote, remotePort, localPort), outgoing);
    talker[isOurs ? "packetsSent" : "packetsReceived"] += 1;
    talker[isOurs ? "bytesSent" : "bytesReceived"] += length;
  }

  summary(): Talker[] {
    const bytes = ({ bytesSent, bytesReceived }: Talker) => bytesSent + bytesReceived;
    return [...this.#talkers.values()].toSorted((a, b) => bytes(b) - bytes(a)).slice(0, 100);
  }

  #talker(protocol: Talker["protocol"], peer: string, outgoing: boolean): Talker {
    const key = `${protocol} ${peer}`;
    const found = this.#talkers.get(key);
    if (found !== undefined) return found;
    const made = { peer, protocol, outgoing, packetsSent: 0, packetsReceived: 0, bytesSent: 0, bytesReceived: 0 };
    if (this.#talkers.size < mostTalkers) this.#talkers.set(key, made);
    return made;
  }
}
