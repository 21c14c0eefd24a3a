import { readDns } from "./dns-message.ts";
import { type DnsSummary, DnsWatch } from "./dns-watch.ts";
import { FirstSight } from "./first-sight.ts";
import type { KeptPayload } from "./kept-frame.ts";
import { type Packet, readPacket } from "./packet.ts";
import type { Frame } from "./pcap-reader.ts";
import { type Talker, TalkerWatch } from "./talker-watch.ts";
import { type TcpSummary, TcpWatch } from "./tcp-watch.ts";

/** What a capture tells, without what was said in it: the raw output of the tool `packets`. */
export interface PacketSummary {
  readonly kind: "summary";
  readonly seconds: number;
  readonly packets: number;
  readonly bytes: number;
  /** By the kernel, before tcpdump could read them: its own count. */
  readonly dropped: number;
  /** tcpdump stopped at the largest number of packets. */
  readonly isFull: boolean;
  readonly dns: DnsSummary;
  readonly tcp: TcpSummary;
  readonly talkers: readonly Talker[];
  /** The capture file, where one was asked for. */
  readonly file?: CaptureFileSummary;
}

export interface CaptureFileSummary {
  readonly payload: KeptPayload;
  /** In the bundle. */
  readonly path: string;
  readonly packets: number;
  readonly bytes: number;
  /** The largest size was reached: the capture ends there. */
  readonly isFull: boolean;
  /** Why no more could be written. */
  readonly problem?: string;
}

/** Adds up the packets of a network namespace as they come. */
export class PacketWatch {
  readonly #addresses: ReadonlySet<string>;
  /** A local resolver asks on behalf of the program: what is asked of it is told apart from what it asks others. */
  readonly #local: DnsWatch;
  readonly #remote: DnsWatch;
  readonly #tcp: TcpWatch;
  readonly #talkers = new TalkerWatch();
  readonly #firstSight = new FirstSight();
  packets = 0;
  #bytes = 0;

  /**
   * @param addresses Of the namespace itself, without loopback.
   * @param search Its search domains.
   * @param keepsNames Whether it may be told whom clients of TLS ask for.
   */
  constructor(addresses: ReadonlySet<string>, search: readonly string[], keepsNames = false) {
    this.#addresses = addresses;
    this.#tcp = new TcpWatch(keepsNames);
    this.#local = new DnsWatch(search);
    this.#remote = new DnsWatch(search);
  }

  /** @returns false where it is one that was captured before, on another interface. */
  add(link: number, { at, bytes, length }: Frame): boolean {
    this.packets += 1;
    this.#bytes += length;
    const packet = readPacket(link, bytes);
    if (packet === undefined) return true;
    if (!this.#firstSight.isOf(packet)) return false;
    const dns = readDns(packet);
    if (dns !== undefined) {
      const [client, server, port] = dns.isResponse
        ? [packet.to, packet.from, packet.fromPort]
        : [packet.from, packet.to, packet.toPort];
      const watch = isLoopback(server) ? this.#local : this.#remote;
      watch.add(dns, at, client, serverName(server, port));
    }
    const isOurs = this.#isOurs(packet);
    this.#talkers.add(packet, isOurs);
    if (packet.tcp !== undefined) this.#tcp.add(packet, packet.tcp, at, isOurs);
    return true;
  }

  summary(rest: Pick<PacketSummary, "seconds" | "dropped" | "isFull" | "file">): PacketSummary {
    const [local, remote] = [this.#local.summary(), this.#remote.summary()];
    const dns = local.all.queries > 0 ? { ...local, servers: [...local.servers, ...remote.servers] } : remote;
    const { packets } = this;
    const sums = { packets, bytes: this.#bytes, dns, tcp: this.#tcp.summary(), talkers: this.#talkers.summary() };
    return { kind: "summary", ...rest, ...sums };
  }

  /** Of what goes from here to here, or is only forwarded, the side with the higher port is taken for this one: mostly it is the client. */
  #isOurs({ isSent, from, fromPort, to, toPort }: Packet): boolean {
    const [isFrom, isTo] = [from, to].map((address) => isLoopback(address) || this.#addresses.has(address));
    if (isFrom !== isTo) return isFrom === true;
    return this.#addresses.size === 0 && isSent !== undefined ? isSent : fromPort >= toPort;
  }
}

function isLoopback(address: string): boolean {
  return address.startsWith("127.") || address === "::1";
}

/** The port is told only where it is another than DNS's; Docker's resolver has any. */
function serverName(address: string, port: number): string {
  if (port === 53 || isLoopback(address)) return address;
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
