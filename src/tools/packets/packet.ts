/** A packet of TCP or UDP, as far as it was kept. */
export interface Packet {
  readonly protocol: "tcp" | "udp";
  readonly from: string;
  readonly fromPort: number;
  readonly to: string;
  readonly toPort: number;
  /** Sent by this host; undefined where the link layer does not tell. */
  readonly isSent: boolean | undefined;
  /** Index of the interface; undefined where the link layer does not tell. */
  readonly interface: number | undefined;
  /** Of IP, in bytes. */
  readonly length: number;
  /** Bytes of the frame before the payload: the headers of the link, of IP, and of TCP or UDP. */
  readonly headers: number;
  /** What follows the header of TCP or UDP, as far as it was kept. */
  readonly payload: Buffer;
  readonly tcp?: TcpHeader;
}

export interface TcpHeader {
  readonly sequence: number;
  readonly syn: boolean;
  readonly ack: boolean;
  readonly fin: boolean;
  readonly reset: boolean;
  /** Not scaled: zero is zero. */
  readonly window: number;
  /** Bytes of data by IP's length, also where they were not kept. */
  readonly data: number;
}

/** The link layers that tcpdump meets on Linux (tcpdump.org/linktypes.html): LINKTYPE → where IP begins, and what it is. */
const linkLayers: Readonly<Record<number, (frame: Buffer) => Link | undefined>> = {
  0: (frame) => ({ start: 4, type: versionOf(frame, 4) }),
  1: ethernet,
  12: (frame) => ({ start: 0, type: versionOf(frame, 0) }),
  101: (frame) => ({ start: 0, type: versionOf(frame, 0) }),
  113: (frame) =>
    frame.length < 16 ? undefined : cooked(frame.readUInt16BE(14), frame.readUInt16BE(0), frame.readUInt16BE(2), 16),
  276: cooked2,
};

export interface Link {
  /** Where what it carries begins. */
  readonly start: number;
  /** EtherType. */
  readonly type: number;
  readonly isSent?: boolean;
  /** Index of the interface. */
  readonly interface?: number;
}

export const ipv4 = 0x0800;
export const ipv6 = 0x86dd;
/** sll(4): PACKET_OUTGOING, and the type of loopback (ARPHRD_LOOPBACK), where each packet is seen going and coming. */
const outgoing = 4;
const loopback = 772;

/** @returns undefined where the link layer is not known, cut off, or the frame is seen a second time. */
export function readLink(link: number, frame: Buffer): Link | undefined {
  return linkLayers[link]?.(frame);
}

/** @returns undefined where it is no TCP or UDP, a later fragment, cut off too early, or seen a second time. */
export function readPacket(link: number, frame: Buffer): Packet | undefined {
  const found = readLink(link, frame);
  if (found === undefined) return undefined;
  const ip = frame.subarray(found.start);
  const network = found.type === ipv4 ? readIpv4(ip) : found.type === ipv6 ? readIpv6(ip) : undefined;
  if (network === undefined) return undefined;
  const transport = readTransport(network);
  if (transport === undefined) return undefined;
  const { from, to, length } = network;
  const headers = transport.payload.byteOffset - frame.byteOffset;
  return { ...transport, from, to, headers, isSent: found.isSent, interface: found.interface, length };
}

function cooked(type: number, direction: number, hardware: number, start: number): Link | undefined {
  if (hardware === loopback && direction === outgoing) return undefined;
  return hardware === loopback ? { start, type } : { start, type, isSent: direction === outgoing };
}

/** Linux's cooked capture, version 2: the only one that names the interface. */
function cooked2(frame: Buffer): Link | undefined {
  if (frame.length < 20) return undefined;
  const found = cooked(frame.readUInt16BE(0), frame.readUInt8(10), frame.readUInt16BE(8), 20);
  return found && { ...found, interface: frame.readUInt32BE(4) };
}

function ethernet(frame: Buffer): Link | undefined {
  let start = 12;
  // VLAN tags, at most two of them (802.1ad).
  for (let tags = 0; frame.length >= start + 2 && tags < 3; tags += 1) {
    const type = frame.readUInt16BE(start);
    if (type !== 0x8100 && type !== 0x88a8) return { start: start + 2, type };
    start += 4;
  }
  return undefined;
}

function versionOf(frame: Buffer, at: number): number {
  const version = (frame[at] ?? 0) >> 4;
  return version === 4 ? ipv4 : version === 6 ? ipv6 : 0;
}

interface Datagram {
  readonly from: string;
  readonly to: string;
  readonly protocol: number;
  readonly body: Buffer;
  /** Of the body by the header, also where it was not kept. */
  readonly bodyLength: number;
  readonly length: number;
}

function readIpv4(ip: Buffer): Datagram | undefined {
  if (ip.length < 20) return undefined;
  const header = ((ip[0] ?? 0) & 0x0f) * 4;
  const length = ip.readUInt16BE(2);
  const isLaterFragment = (ip.readUInt16BE(6) & 0x1fff) !== 0;
  if (header < 20 || ip.length < header || length < header || isLaterFragment) return undefined;
  return {
    from: ip.subarray(12, 16).join("."),
    to: ip.subarray(16, 20).join("."),
    protocol: ip[9] ?? 0,
    body: ip.subarray(header, length),
    bodyLength: length - header,
    length,
  };
}

/** Extension headers that stand before TCP or UDP: hop-by-hop, routing, destination options (RFC 8200, 4). */
const extensions = new Set([0, 43, 60]);

function readIpv6(ip: Buffer): Datagram | undefined {
  if (ip.length < 40) return undefined;
  const length = ip.readUInt16BE(4);
  let protocol = ip[6] ?? 0;
  let start = 40;
  for (let hops = 0; extensions.has(protocol) && hops < 8; hops += 1) {
    if (ip.length < start + 8) return undefined;
    protocol = ip[start] ?? 0;
    start += ((ip[start + 1] ?? 0) + 1) * 8;
  }
  if (ip.length < start || 40 + length < start) return undefined;
  return {
    from: ipv6Text(ip.subarray(8, 24)),
    to: ipv6Text(ip.subarray(24, 40)),
    protocol,
    body: ip.subarray(start, 40 + length),
    bodyLength: 40 + length - start,
    length: 40 + length,
  };
}

/** As RFC 5952 writes it. */
function ipv6Text(bytes: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(2 * at).toString(16)).join(":");
  return new URL(`http://[${groups}]`).hostname.slice(1, -1);
}

type Transport = Pick<Packet, "protocol" | "fromPort" | "toPort" | "payload" | "tcp">;

function readTransport({ protocol, body, bodyLength }: Datagram): Transport | undefined {
  if (body.length < 8) return undefined;
  const ports = { fromPort: body.readUInt16BE(0), toPort: body.readUInt16BE(2) };
  if (protocol === 17) return { protocol: "udp", ...ports, payload: body.subarray(8) };
  if (protocol !== 6 || body.length < 20) return undefined;
  const header = ((body[12] ?? 0) >> 4) * 4;
  const flags = body[13] ?? 0;
  if (header < 20) return undefined;
  return {
    protocol: "tcp",
    ...ports,
    payload: body.subarray(header),
    tcp: {
      sequence: body.readUInt32BE(4),
      fin: (flags & 1) !== 0,
      syn: (flags & 2) !== 0,
      reset: (flags & 4) !== 0,
      ack: (flags & 16) !== 0,
      window: body.readUInt16BE(14),
      data: Math.max(0, bodyLength - header),
    },
  };
}
