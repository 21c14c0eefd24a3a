import { readDns } from "./dns-message.ts";
import { type DnsSummary, DnsWatch } from "./dns-watch.ts";
import { type Packet, readPacket } from "./packet.ts";
import type { Frame } from "./pcap-reader.ts";
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
}

/** Adds up the packets of a network namespace as they come. */
export class PacketWatch {
  readonly #addresses: ReadonlySet<string>;
  /** A local resolver asks on behalf of the program: what is asked of it is told apart from what it asks others. */
  readonly #local: DnsWatch;
  readonly #remote: DnsWatch;
  readonly #tcp = new TcpWatch();
  packets = 0;
  #bytes = 0;

  /** @param addresses Of the namespace itself, without loopback. @param search Its search domains. */
  constructor(addresses: ReadonlySet<string>, search: readonly string[]) {
    this.#addresses = addresses;
    this.#local = new DnsWatch(search);
    this.#remote = new DnsWatch(search);
  }

  add(link: number, { at, bytes, length }: Frame): void {
    this.packets += 1;
    this.#bytes += length;
    const packet = readPacket(link, bytes);
    if (packet === undefined) return;
    const dns = readDns(packet);
    if (dns !== undefined) {
      const [client, server, port] = dns.isResponse
        ? [packet.to, packet.from, packet.fromPort]
        : [packet.from, packet.to, packet.toPort];
      const watch = isLoopback(server) ? this.#local : this.#remote;
      watch.add(dns, at, client, serverName(server, port));
    }
    if (packet.tcp !== undefined) this.#tcp.add(packet, packet.tcp, at, this.#isOurs(packet));
  }

  /** Of what goes from here to here the side with the higher port is taken for this one: mostly it is the client. */
  #isOurs({ isSent, from, fromPort, to, toPort }: Packet): boolean {
    if (isSent !== undefined) return isSent;
    const isFrom = this.#addresses.has(from);
    return isFrom === this.#addresses.has(to) ? fromPort >= toPort : isFrom;
  }

  summary(rest: Pick<PacketSummary, "seconds" | "dropped" | "isFull">): PacketSummary {
    const [local, remote] = [this.#local.summary(), this.#remote.summary()];
    const dns = local.all.queries > 0 ? { ...local, servers: [...local.servers, ...remote.servers] } : remote;
    return { kind: "summary", ...rest, packets: this.packets, bytes: this.#bytes, dns, tcp: this.#tcp.summary() };
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
