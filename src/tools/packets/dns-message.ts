import type { Packet } from "./packet.ts";

/** The header and the question of a DNS message (RFC 1035, 4.1). */
export interface DnsMessage {
  readonly id: number;
  readonly isResponse: boolean;
  readonly isTruncated: boolean;
  /** 0 NOERROR, 2 SERVFAIL, 3 NXDOMAIN, 5 REFUSED. */
  readonly code: number;
  readonly answers: number;
  /** In lower case, without the last dot; what is not printable as `\DDD` (RFC 1035, 5.1). */
  readonly name: string;
  readonly type: string;
  /** Bytes of the payload up to the end of the question: what follows holds the answers. */
  readonly end: number;
}

/** Where Docker's own resolver listens: what its rules rewrite does not show port 53. */
const dockerResolver = "127.0.0.11";
const dnsPort = 53;

const types: Readonly<Record<number, string>> = {
  ...{ 1: "A", 2: "NS", 5: "CNAME", 6: "SOA", 12: "PTR", 15: "MX", 16: "TXT", 28: "AAAA" },
  ...{ 33: "SRV", 35: "NAPTR", 43: "DS", 48: "DNSKEY", 64: "SVCB", 65: "HTTPS", 255: "ANY", 257: "CAA" },
};

/** @returns undefined where it is no DNS message with one question. */
export function readDns(packet: Packet): DnsMessage | undefined {
  const { fromPort, toPort, from, to, protocol, payload } = packet;
  const isDns = fromPort === dnsPort || toPort === dnsPort || from === dockerResolver || to === dockerResolver;
  if (!isDns) return undefined;
  // Over TCP the length comes first (RFC 7766); what goes on in the next segment is not put together.
  const start = protocol === "tcp" ? 2 : 0;
  const message = payload.subarray(start);
  if (message.length < 12 || message.readUInt16BE(4) !== 1) return undefined;
  const flags = message.readUInt16BE(2);
  const question = readName(message, 12);
  if (question === undefined || message.length < question.end + 4) return undefined;
  const type = message.readUInt16BE(question.end);
  return {
    id: message.readUInt16BE(0),
    isResponse: (flags & 0x8000) !== 0,
    isTruncated: (flags & 0x0200) !== 0,
    code: flags & 0x0f,
    answers: message.readUInt16BE(6),
    name: question.name,
    type: types[type] ?? `TYPE${type}`,
    end: start + question.end + 4,
  };
}

const longestName = 255;

/** A question's name holds no pointers: nothing stands before it that they could point to. */
function readName(message: Buffer, start: number): { readonly name: string; readonly end: number } | undefined {
  const labels: string[] = [];
  for (let at = start; at < message.length && at - start <= longestName; ) {
    const length = message[at] ?? 0;
    if (length === 0) return { name: labels.join("."), end: at + 1 };
    if (length > 63 || at + 1 + length > message.length) return undefined;
    labels.push(labelText(message.subarray(at + 1, at + 1 + length)));
    at += 1 + length;
  }
  return undefined;
}

function labelText(bytes: Buffer): string {
  return Array.from(bytes, (byte) =>
    byte > 0x20 && byte < 0x7f && byte !== 0x2e && byte !== 0x5c
      ? String.fromCharCode(byte).toLowerCase()
      : `\\${byte.toString().padStart(3, "0")}`,
  ).join("");
}
