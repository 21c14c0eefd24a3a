export const rawIp = 101;
const bytesOf = (address: string) => address.split(".").map(Number);

export function ip(from: string, to: string, protocol: number, body: Buffer): Buffer {
  const header = Buffer.alloc(20);
  header[0] = 0x45;
  header.writeUInt16BE(20 + body.length, 2);
  header[9] = protocol;
  header.set([...bytesOf(from), ...bytesOf(to)], 12);
  return Buffer.concat([header, body]);
}

export function udp(from: string, fromPort: number, to: string, toPort: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt16BE(fromPort, 0);
  header.writeUInt16BE(toPort, 2);
  return ip(from, to, 17, Buffer.concat([header, payload]));
}

export const flag = { fin: 1, syn: 2, reset: 4, ack: 16 };

export function tcp(
  from: string,
  fromPort: number,
  to: string,
  toPort: number,
  flags: number,
  sequence = 0,
  data: number | Buffer = 0,
  window = 100,
): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt16BE(fromPort, 0);
  header.writeUInt16BE(toPort, 2);
  header.writeUInt32BE(sequence >>> 0, 4);
  header[12] = 0x50;
  header[13] = flags;
  header.writeUInt16BE(window, 14);
  return ip(from, to, 6, Buffer.concat([header, typeof data === "number" ? Buffer.alloc(data) : data]));
}

export function dns(id: number, name: string, { code, answers = 0 }: { code?: number; answers?: number } = {}): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(id, 0);
  header.writeUInt16BE(code === undefined ? 0x0100 : 0x8180 | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers, 6);
  const labels = name.split(".").flatMap((label) => [label.length, ...Buffer.from(label)]);
  return Buffer.concat([header, Buffer.from([...labels, 0, 0, 1, 0, 1])]);
}

/** A capture of raw IP in pcap's format: seconds, and the packet. */
export function pcap(packets: readonly (readonly [number, Buffer])[]): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt32LE(rawIp, 20);
  return Buffer.concat([
    header,
    ...packets.flatMap(([at, bytes]) => {
      const record = Buffer.alloc(16);
      record.writeUInt32LE(Math.floor(at), 0);
      record.writeUInt32LE(Math.round((at % 1) * 1e6), 4);
      record.writeUInt32LE(bytes.length, 8);
      record.writeUInt32LE(bytes.length, 12);
      return [record, bytes];
    }),
  ]);
}

/** Records of TLS: type and body each. */
export function tls(...records: readonly (readonly [type: number, body: Buffer])[]): Buffer {
  return Buffer.concat(
    records.flatMap(([type, body]) => {
      const header = Buffer.from([type, 3, 3, 0, 0]);
      header.writeUInt16BE(body.length, 3);
      return [header, body];
    }),
  );
}

const extension = (type: number, body: readonly number[]) => [type >> 8, type & 255, 0, body.length, ...body];

/** The body of a handshake record: a ClientHello for a name, or a ServerHello that chooses a version. */
export function hello(what: { readonly name: string } | { readonly version: number }): Buffer {
  const session = [32, ...Buffer.alloc(32, 9)];
  const [type, rest] =
    "name" in what
      ? [
          1,
          [
            ...[...session, 0, 2, 0x13, 0x01, 1, 0],
            ...withLength(extension(0, [0, what.name.length + 3, 0, 0, what.name.length, ...Buffer.from(what.name)])),
          ],
        ]
      : [2, [...[...session, 0x13, 0x01, 0], ...withLength(what.version === 0x0304 ? extension(43, [3, 4]) : [])]];
  const version = "version" in what && what.version < 0x0304 ? what.version : 0x0303;
  const body = Buffer.from([version >> 8, version & 255, ...Buffer.alloc(32, 7), ...rest]);
  return Buffer.concat([Buffer.from([type, 0, body.length >> 8, body.length & 255]), body]);
}

function withLength(body: readonly number[]): number[] {
  return [body.length >> 8, body.length & 255, ...body];
}
