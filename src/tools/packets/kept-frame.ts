import { readDns } from "./dns-message.ts";
import { ipv4, ipv6, readLink, readPacket } from "./packet.ts";
import type { Frame } from "./pcap-reader.ts";

/** What a capture file may hold beside headers: nothing, the questions of DNS messages, or all that was captured. */
export type KeptPayload = "none" | "dns" | "all";

const frameHeader = 16;

/** The header of a capture in pcap's format (pcap-savefile(5)): little-endian, microseconds. */
export function captureHeader(link: number): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(262_144, 16);
  header.writeUInt32LE(link, 20);
  return header;
}

/**
 * A frame as the capture file holds it: cut to its headers, also where its payload is shorter than what tcpdump keeps. Its length
 * on the wire stays, so that Wireshark shows sizes and follows sequence numbers.
 *
 * @returns undefined where nothing tells what of it are headers, or where it was seen a second time.
 */
export function keptFrame(link: number, { at, bytes, length }: Frame, payload: KeptPayload): Buffer | undefined {
  const packet = readPacket(link, bytes);
  const headers = packet?.headers ?? headerBytes(link, bytes);
  if (headers === 0) return undefined;
  const question = packet === undefined || payload !== "dns" ? 0 : (readDns(packet)?.end ?? 0);
  const kept = payload === "all" ? bytes : bytes.subarray(0, headers + question);
  const record = Buffer.alloc(frameHeader + kept.length);
  const seconds = Math.floor(at);
  record.writeUInt32LE(seconds >>> 0, 0);
  record.writeUInt32LE(Math.round((at - seconds) * 1e6), 4);
  record.writeUInt32LE(kept.length, 8);
  record.writeUInt32LE(Math.max(length, kept.length), 12);
  kept.copy(record, frameHeader);
  return record;
}

const arp = 0x0806;
const arpBytes = 28;
/** Type, code and what belongs to them. What follows in an error is the packet that it is about, with its payload. */
const icmpBytes = 8;

/** Of what is no TCP or UDP: the header of the link and of IP; ARP and the header of ICMP, which hold nothing that a program says. */
function headerBytes(link: number, frame: Buffer): number {
  const found = readLink(link, frame);
  if (found === undefined) return 0;
  return Math.min(frame.length, found.start + networkBytes(found.type, frame.subarray(found.start)));
}

function networkBytes(type: number, packet: Buffer): number {
  if (type === arp) return arpBytes;
  if (type === ipv6) return 40 + (packet[6] === 58 ? icmpBytes : 0);
  if (type !== ipv4 || packet.length < 20) return 0;
  const header = Math.max(20, ((packet[0] ?? 0) & 0x0f) * 4);
  const isLaterFragment = (packet.readUInt16BE(6) & 0x1fff) !== 0;
  return header + (packet[9] === 1 && !isLaterFragment ? icmpBytes : 0);
}
