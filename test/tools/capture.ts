export const rawIp = 101;
const bytesOf = (address: string) => address.split(".").map(Number);

function ip(from: string, to: string, protocol: number, body: Buffer): Buffer {
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
  data = 0,
  window = 100,
): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt16BE(fromPort, 0);
  header.writeUInt16BE(toPort, 2);
  header.writeUInt32BE(sequence >>> 0, 4);
  header[12] = 0x50;
  header[13] = flags;
  header.writeUInt16BE(window, 14);
  return ip(from, to, 6, Buffer.concat([header, Buffer.alloc(data)]));
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
