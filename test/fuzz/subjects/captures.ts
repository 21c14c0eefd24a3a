import assert from "node:assert/strict";
import { captureHeader, keptFrame } from "../../../src/tools/packets/kept-frame.ts";
import { PacketWatch } from "../../../src/tools/packets/packet-watch.ts";
import { type Frame, PcapReader } from "../../../src/tools/packets/pcap-reader.ts";
import {
  readConnectLine,
  readLifeLine,
  readTcpconnlatLine,
  readTcplifeLine,
} from "../../../src/tools/tcplife/traced-connection.ts";
import { dns, flag, hello, pcap, tcp, tls, udp } from "../../tools/capture.ts";
import type { Subject } from "../subject.ts";

const [here, server, peer] = ["10.0.0.1", "10.0.0.53", "10.0.0.9"];
const packets = [
  udp(here, 40000, server, 53, dns(1, "shop.default.svc.cluster.local")),
  udp(server, 53, here, 40000, dns(1, "shop.default.svc.cluster.local", { code: 3 })),
  udp(here, 40001, server, 53, dns(2, "shop")),
  udp(server, 53, here, 40001, dns(2, "shop", { code: 0, answers: 1 })),
  tcp(here, 50000, peer, 80, flag.syn),
  tcp(peer, 80, here, 50000, flag.syn | flag.ack),
  tcp(here, 50000, peer, 80, flag.ack, 1, 100),
  tcp(here, 50000, peer, 80, flag.ack, 1, 100),
  tcp(peer, 80, here, 50000, flag.reset, 1),
  tcp(here, 50001, peer, 443, flag.ack, 1, tls([22, hello({ name: "shop.example.com" })])),
  tcp(peer, 443, here, 50001, flag.ack, 1, tls([22, hello({ version: 0x0304 })], [23, Buffer.alloc(40)])),
  tcp(here, 50001, peer, 443, flag.ack, 99, tls([20, Buffer.from([1])], [23, Buffer.alloc(19)])),
];

/** @returns how many there are. */
function framesOf(input: Buffer, take: (link: number, frame: Frame) => void): number {
  const reader = new PcapReader();
  const size = [100, 4_096, 65_536][input.length % 3] ?? 100;
  let count = 0;
  for (let at = 0; at < input.length; at += size)
    for (const frame of reader.read(input.subarray(at, at + size))) {
      take(reader.link ?? 0, frame);
      count += 1;
    }
  return count;
}

/** What passes on the network, and what tracers print of each connection, before diag adds it up. */
export const captureSubjects: readonly Subject[] = [
  {
    name: "capture/pcap",
    seeds: () => [
      pcap(packets.map((packet, index) => [index / 4, packet] as const)),
      pcap([[0, packets[0] ?? Buffer.alloc(0)]]),
    ],
    read(input) {
      const watch = new PacketWatch(new Set([here]), ["svc.cluster.local"], true);
      const kept: Buffer[] = [];
      const all = framesOf(input, (link, frame) => {
        const record = watch.add(link, frame) ? keptFrame(link, frame, "dns") : undefined;
        if (record !== undefined) kept.push(...(kept.length === 0 ? [captureHeader(link), record] : [record]));
      });
      const summary = JSON.stringify(watch.summary({ seconds: 10, dropped: 0, isFull: false }));
      assert.ok(summary.length <= 10_000 + 20 * input.length, `${summary.length} characters of ${input.length} bytes`);
      // What was kept is a capture again, and no larger than what it was made of.
      const written = Buffer.concat(kept);
      assert.ok(written.length <= input.length, `${written.length} bytes of ${input.length}`);
      assert.equal(
        framesOf(written, () => {}),
        Math.max(0, kept.length - 1),
        `of ${all} frames`,
      );
    },
  },
  {
    name: "capture/connections",
    share: 0.5,
    seeds: () =>
      [
        "12345 curl 10.0.0.1 51000 10.0.0.9 80 0 1 1.23\n",
        "life 12345 10.0.0.1 51000 10.0.0.9 80 1795000000 curl\n",
        "connect 12345 10.0.0.1 10.0.0.9 443 250000 10 curl\n",
        "1234 curl 4 10.0.0.1 10.0.0.9 443 0.25\n",
      ].map((text) => Buffer.from(text)),
    read(input) {
      for (const line of input.toString().split("\n"))
        for (const read of [readTcplifeLine, readLifeLine, readConnectLine, readTcpconnlatLine]) read(line);
    },
  },
];
