import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CaptureFile } from "../../src/runner/helper/capture-file.ts";
import { type KeptPayload, keptFrame } from "../../src/tools/packets/kept-frame.ts";
import { type Frame, PcapReader } from "../../src/tools/packets/pcap-reader.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { dns, flag, ip, pcap, rawIp, tcp, udp } from "./capture.ts";

const [here, peer] = ["10.0.0.1", "10.0.0.2"];
const secret = Buffer.from("password=correct-horse");
const icmpError = ip(peer, here, 1, Buffer.concat([Buffer.from([3, 3, 0, 0, 0, 0, 0, 0]), secret]));
const fragment = udp(here, 1, peer, 2, secret);
fragment.writeUInt16BE(100, 6);

const packets: readonly Buffer[] = [
  tcp(here, 50_000, peer, 80, flag.ack, 1, secret),
  udp(here, 40_000, peer, 8125, secret),
  udp(here, 40_001, peer, 53, Buffer.concat([dns(7, "shop.example.com", { code: 0, answers: 1 }), secret])),
  icmpError,
  fragment,
  // Of a protocol that is not looked into, and of one whose header says that it is shorter than it can be.
  ip(here, peer, 47, secret),
  ip(here, peer, 6, Buffer.concat([Buffer.alloc(20), secret])),
  // Behind the end of what IP says there may be anything.
  Buffer.concat([tcp(here, 50_000, peer, 80, flag.ack, 1, 4), secret]),
];

function written(payload: KeptPayload, bytes = 1_000_000) {
  const name = join(temporaryFolder(), "capture.pcap");
  const file = new CaptureFile({ file: name, bytes, payload });
  const reader = new PcapReader();
  for (const frame of reader.read(pcap(packets.map((packet, index) => [1_700_000_000 + index / 8, packet] as const)))) {
    file.add(rawIp, frame);
    if (file.isFull) break;
  }
  const summary = file.close(rawIp);
  return { summary, bytes: readFileSync(name) };
}

function framesOf(bytes: Buffer): Frame[] {
  const reader = new PcapReader();
  const frames = [...reader.read(bytes)];
  expect(reader.link).toBe(rawIp);
  return frames;
}

describe("a capture file", () => {
  it("holds nothing that a program said, however short, and the length of all of it", () => {
    const { summary, bytes } = written("none");
    expect(summary).toMatchObject({ packets: packets.length, bytes: bytes.length, isFull: false });
    for (let at = 0; at + 4 <= secret.length; at += 1) expect(bytes.includes(secret.subarray(at, at + 4))).toBe(false);
    expect(bytes.includes("shop")).toBe(false);
    const frames = framesOf(bytes);
    expect(frames.map(({ bytes: kept }) => kept.length)).toEqual([40, 28, 28, 28, 20, 20, 20, 40]);
    expect(frames.map(({ length }) => length)).toEqual(packets.map(({ length }) => length));
    expect(frames.map(({ at }) => at)).toEqual(packets.map((_, index) => 1_700_000_000 + index / 8));
  });

  it("holds the questions of DNS where they are asked for, and no answer", () => {
    const { bytes } = written("dns");
    expect(bytes.includes("example")).toBe(true);
    expect(bytes.includes("password")).toBe(false);
  });

  it("holds all where that is allowed", () => {
    const { bytes } = written("all");
    expect(framesOf(bytes).map(({ bytes: kept }) => kept)).toEqual(packets);
  });

  it("is full once it has its size", () => {
    const { summary } = written("none", 100);
    expect(summary).toMatchObject({ packets: 2, bytes: 124, isFull: true });
  });

  it("without a packet is one nevertheless; its path is that in the bundle", () => {
    const name = join(temporaryFolder(), "capture.pcap");
    const summary = new CaptureFile({ file: name, bytes: 100, payload: "none" }).close(rawIp);
    expect(summary).toMatchObject({ packets: 0, bytes: 24, path: name.split("/").slice(-3).join("/") });
    expect(framesOf(readFileSync(name))).toEqual([]);
  });

  it("that cannot be written says so and takes no more", () => {
    const file = new CaptureFile({ file: "/nowhere/at/all.pcap", bytes: 100, payload: "none" });
    const [frame] = framesOf(pcap([[1, packets[0] ?? Buffer.alloc(0)]]));
    if (frame !== undefined) file.add(rawIp, frame);
    file.flush();
    expect(file.isFull).toBe(true);
    expect(file.close(rawIp).problem).toContain("ENOENT");
  });
});

describe("a frame", () => {
  it("of a link layer that is not known is not kept: nothing tells what of it are headers", () => {
    const frame = { at: 1, bytes: secret, length: secret.length };
    expect(keptFrame(9_999, frame, "none")).toBeUndefined();
  });

  it("cut off anywhere keeps no more than its headers", () => {
    for (const packet of packets)
      for (let length = 0; length <= packet.length; length += 1) {
        const bytes = packet.subarray(0, length);
        const record = keptFrame(rawIp, { at: 1, bytes, length }, "none");
        expect(record?.includes("password") ?? false).toBe(false);
      }
  });
});
