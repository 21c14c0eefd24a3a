/** A record of TLS (RFC 8446, 5.1), as far as it was kept. */
export interface TlsRecord {
  /** 20 change cipher spec, 21 alert, 22 handshake, 23 application data; from TLS 1.3 on also what is encrypted of the others. */
  readonly type: number;
  /** Of the body, also where it was not kept. */
  readonly length: number;
  readonly body: Buffer;
}

export const recordHeader = 5;
/** 2^14 and what encryption may add (RFC 5246, 6.2.3). */
const longestRecord = 16_384 + 2_048;

/** @returns undefined where no record begins there, or not its whole header was kept. */
export function readRecord(bytes: Buffer, at: number): TlsRecord | undefined {
  if (bytes.length < at + recordHeader) return undefined;
  const type = bytes.readUInt8(at);
  const length = bytes.readUInt16BE(at + 3);
  const isRecord = type >= 20 && type <= 23 && bytes[at + 1] === 3 && (bytes[at + 2] ?? 9) <= 4;
  if (!isRecord || length === 0 || length > longestRecord) return undefined;
  return { type, length, body: bytes.subarray(at + recordHeader, at + recordHeader + length) };
}

export interface Hello {
  readonly isClient: boolean;
  /** Of the server's: which one it chose. */
  readonly version: string;
  /** Whom the client asks for; empty where it does not say so, or that was not kept. */
  readonly serverName: string;
}

const versions: Readonly<Record<number, string>> = {
  ...{ 768: "SSL 3.0", 769: "TLS 1.0", 770: "TLS 1.1", 771: "TLS 1.2", 772: "TLS 1.3" },
};

const serverNameExtension = 0;
const supportedVersions = 43;
/** Only a server of TLS 1.3 sends it, and some before the version. */
const keyShare = 51;

/** ClientHello and ServerHello (RFC 8446, 4.1), as far as they were kept. */
export function readHello(body: Buffer): Hello | undefined {
  const isClient = body[0] === 1;
  if ((!isClient && body[0] !== 2) || body.length < 39 || body[1] !== 0) return undefined;
  let version = body.readUInt16BE(4);
  let serverName = "";
  for (const { type, data } of extensionsOf(body, isClient)) {
    if (isClient && type === serverNameExtension) serverName = nameOf(data);
    if (!isClient && type === supportedVersions && data.length >= 2) version = data.readUInt16BE(0);
    if (!isClient && type === keyShare) version = 0x0304;
  }
  return { isClient, version: versions[version] ?? `0x${version.toString(16)}`, serverName };
}

function* extensionsOf(body: Buffer, isClient: boolean): Generator<{ readonly type: number; readonly data: Buffer }> {
  const word = (at: number) => (at + 2 <= body.length ? body.readUInt16BE(at) : 0);
  let at = 39 + (body[38] ?? 0);
  // The client offers lists of ciphers and compressions, the server names one of each.
  if (isClient) {
    at += 2 + word(at);
    at += 1 + (body[at] ?? 0);
  } else at += 3;
  at += 2;
  while (at + 4 <= body.length) {
    const length = word(at + 2);
    yield { type: word(at), data: body.subarray(at + 4, at + 4 + length) };
    at += 4 + length;
  }
}

/** RFC 6066, 3: a list, of which only host names are used. What is no host name is left out. */
function nameOf(data: Buffer): string {
  if (data.length < 5 || data[2] !== 0) return "";
  const length = data.readUInt16BE(3);
  const name = data
    .subarray(5, 5 + length)
    .toString("latin1")
    .toLowerCase();
  return length <= 253 && name.length === length && /^[a-z0-9._-]+$/.test(name) ? name : "";
}

/** RFC 8446, 6, and RFC 5246, 7.2. */
const alerts: Readonly<Record<number, string>> = {
  ...{ 0: "close notify", 10: "unexpected message", 20: "bad record MAC", 40: "handshake failure" },
  ...{ 42: "bad certificate", 43: "unsupported certificate", 44: "certificate revoked", 45: "certificate expired" },
  ...{ 46: "certificate unknown", 47: "illegal parameter", 48: "unknown CA", 49: "access denied", 50: "decode error" },
  ...{ 51: "decrypt error", 70: "protocol version", 71: "insufficient security", 80: "internal error" },
  ...{ 86: "inappropriate fallback", 90: "user canceled", 109: "missing extension", 112: "unrecognized name" },
  ...{ 113: "bad certificate status", 116: "certificate required", 120: "no application protocol" },
};

export function alertName(code: number): string {
  return alerts[code] ?? `alert ${code}`;
}
