import { describe, expect, it } from "vitest";
import { readDns } from "../../src/tools/packets/dns-message.ts";
import { readPacket } from "../../src/tools/packets/packet.ts";
import { PacketWatch } from "../../src/tools/packets/packet-watch.ts";
import { PcapReader } from "../../src/tools/packets/pcap-reader.ts";
import { dns, flag, pcap, rawIp, tcp, udp } from "./capture.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

const here = "10.0.0.1";

function watched(packets: readonly (readonly [number, Buffer])[], search: readonly string[] = []) {
  const watch = new PacketWatch(new Set([here]), search);
  const reader = new PcapReader();
  for (const frame of reader.read(pcap(packets))) watch.add(reader.link ?? 0, frame);
  return watch.summary({ seconds: 10, dropped: 0, isFull: false });
}

const server = "10.0.0.53";
const ask = (id: number, name: string) => udp(here, 40_000, server, 53, dns(id, name));
const answer = (id: number, name: string, code = 0) =>
  udp(server, 53, here, 40_000, dns(id, name, { code, answers: code === 0 ? 1 : 0 }));

describe("a capture", () => {
  it("is read in pieces of any size", () => {
    const bytes = pcap([
      [1.5, ask(1, "api.example.com")],
      [2, answer(1, "api.example.com")],
    ]);
    for (const size of [1, 7, 24, 100, 10_000]) {
      const reader = new PcapReader();
      const times: number[] = [];
      for (let at = 0; at < bytes.length; at += size)
        for (const frame of reader.read(bytes.subarray(at, at + size))) times.push(frame.at);
      expect(times).toEqual([1.5, 2]);
    }
  });

  it("that is none, or claims a frame of any length, is broken", () => {
    for (const bytes of [Buffer.alloc(24, 7), Buffer.concat([pcap([]), Buffer.alloc(16, 0xff)])]) {
      const reader = new PcapReader();
      expect([...reader.read(bytes)]).toEqual([]);
      expect(reader.isBroken).toBe(true);
    }
  });
});

describe("a connection over loopback", () => {
  const local = "127.0.0.1";
  const port = 6060;
  const client = 40_001;
  const connect = [
    [1, tcp(local, client, local, port, flag.syn, 10)],
    [1.1, tcp(local, port, local, client, flag.syn | flag.ack, 20)],
    [5, tcp(local, client, local, port, flag.ack, 11)],
  ] as const;

  it("is answered by its other end", () => {
    expect(watched(connect).tcp.unanswered).toEqual({});
    expect(watched([connect[0], connect[2]]).tcp.unanswered).toEqual({ "127.0.0.1:6060": 1 });
  });
});

describe("packets", () => {
  it("of cooked captures tell who sent them; on loopback each counts once", () => {
    const cooked = (hardware: number, direction: number) => {
      const header = Buffer.alloc(20);
      header.writeUInt16BE(0x0800, 0);
      header.writeUInt16BE(hardware, 8);
      header[10] = direction;
      return Buffer.concat([header, ask(1, "a.b")]);
    };
    expect(readPacket(276, cooked(1, 4))).toMatchObject({ from: here, toPort: 53, isSent: true });
    expect(readPacket(276, cooked(1, 0))?.isSent).toBe(false);
    expect(readPacket(276, cooked(772, 4))).toBeUndefined();
    expect(readPacket(276, cooked(772, 0))?.isSent).toBeUndefined();
  });

  it("of IPv6 with extension headers are read", () => {
    const body = Buffer.concat([
      Buffer.from([17, 0, 0, 0, 0, 0, 0, 0]),
      udp(here, 1, here, 53, dns(1, "a.b")).subarray(20),
    ]);
    const header = Buffer.alloc(40);
    header[0] = 0x60;
    header.writeUInt16BE(body.length, 4);
    header[23] = 1;
    header[39] = 2;
    expect(readPacket(rawIp, Buffer.concat([header, body]))).toMatchObject({ from: "::1", to: "::2", toPort: 53 });
  });

  it("that are later fragments, or cut off, are left out", () => {
    const fragment = ask(1, "a.b");
    fragment.writeUInt16BE(100, 6);
    expect(readPacket(rawIp, fragment)).toBeUndefined();
    for (let length = 0; length < 28; length += 1)
      expect(readPacket(rawIp, ask(1, "a.b").subarray(0, length))).toBeUndefined();
  });
});

describe("DNS", () => {
  it("names are lower case, and harmless", () => {
    const packet = readPacket(rawIp, ask(7, "API.exa\u0007mple.com"));
    expect(packet && readDns(packet)).toMatchObject({
      id: 7,
      name: "api.exa\\007mple.com",
      type: "A",
      isResponse: false,
    });
  });

  it("a question that loops or has no end is none", () => {
    const message = dns(1, "a.b");
    message[12] = 0xc0;
    const packet = readPacket(rawIp, udp(here, 1, server, 53, message));
    expect(packet && readDns(packet)).toBeUndefined();
  });

  it("tells latency, repeats, and what stays without an answer", () => {
    const { dns: told } = watched([
      [1, ask(1, "api.example.com")],
      [1.02, answer(1, "api.example.com")],
      [2, ask(2, "db.example.com")],
      [4, ask(2, "db.example.com")],
      [9, ask(3, "late.example.com")],
      [9.5, ask(4, "later.example.com")],
      [10.2, answer(4, "later.example.com")],
    ]);
    expect(told.all).toMatchObject({ queries: 5, again: 1, answered: 2, unanswered: 2 });
    expect(told.servers).toMatchObject([{ server, queries: 5, unanswered: 2 }]);
    expect(told.names.find(({ name }) => name === "api.example.com")?.total).toBeCloseTo(20, 0);
  });

  it("tells what a search list adds, with the list known and without", () => {
    const lookup = (id: number, base: string, suffixes: readonly string[]) => [
      ...suffixes.flatMap((suffix, at): [number, Buffer][] => [
        [id, ask(10 * id + at, `${base}.${suffix}`)],
        [id, answer(10 * id + at, `${base}.${suffix}`, 3)],
      ]),
      [id, ask(10 * id + 9, base)] as [number, Buffer],
      [id, answer(10 * id + 9, base)] as [number, Buffer],
    ];
    const packets = [...lookup(1, "api.example.com", ["svc.local", "corp.net"]), ...lookup(2, "redis", ["svc.local"])];
    expect(watched(packets, ["svc.local", "corp.net"]).dns).toMatchObject({
      searchTries: 3,
      suffixes: [
        { suffix: "svc.local", tries: 2 },
        { suffix: "corp.net", tries: 1 },
      ],
    });
    // Of a name of one label nothing tells where the suffix begins.
    expect(watched(packets).dns.searchTries).toBe(2);
  });

  it("asked of a local resolver is told apart from what that asks", () => {
    const local = (bytes: Buffer) =>
      Buffer.concat([bytes.subarray(0, 16), Buffer.from([127, 0, 0, 11]), bytes.subarray(20)]);
    const { dns: told } = watched([
      [1, local(ask(1, "api.example.com"))],
      [1, ask(2, "api.example.com")],
    ]);
    expect(told.all.queries).toBe(1);
    expect(told.servers.map((one) => one.server)).toEqual(["127.0.0.11", server]);
  });
});

describe("TCP", () => {
  const peer = "10.0.0.2";
  const out = (flags: number, sequence = 0, data = 0, window = 100) =>
    tcp(here, 50_000, peer, 80, flags, sequence, data, window);
  const back = (flags: number, sequence = 0, data = 0, window = 100) =>
    tcp(peer, 80, here, 50_000, flags, sequence, data, window);

  it("tells what is sent again, also where the numbers wrap", () => {
    const start = 0xffff_ffff - 50;
    const { tcp: told } = watched([
      [1, out(flag.syn, start - 1)],
      [1, back(flag.syn | flag.ack)],
      [1, out(flag.ack, start, 100)],
      [1, out(flag.ack, start + 100, 100)],
      [1.2, out(flag.ack, start, 100)],
      [1.3, out(flag.ack, start + 200, 100)],
    ]);
    expect(told.peers).toMatchObject([{ peer: "10.0.0.2:80", outgoing: true, sent: 4, sentAgain: 1, syns: 1 }]);
  });

  it("takes a keep-alive probe for no loss, and a gap for one", () => {
    const { tcp: told } = watched([
      [1, back(flag.ack, 1000, 100)],
      [1, back(flag.ack, 1099, 1)],
      [1, back(flag.ack, 1300, 100)],
    ]);
    expect(told.peers[0]).toMatchObject({ received: 3, receivedAgain: 0, gaps: 1 });
  });

  it("tells SYNs that nobody answers, resets and closed windows", () => {
    const { tcp: told } = watched([
      [1, out(flag.syn, 7)],
      [2, out(flag.syn, 7)],
      [3, tcp("10.0.0.3", 52_001, here, 8080, flag.syn, 5)],
      [3, tcp(here, 8080, "10.0.0.3", 52_001, flag.reset | flag.ack)],
      [4, tcp("10.0.0.3", 52_002, here, 8080, flag.ack, 5, 0, 0)],
    ]);
    expect(told.unanswered).toEqual({ "10.0.0.2:80": 1 });
    expect(told.peers.find((one) => one.peer === "10.0.0.2:80")).toMatchObject({ syns: 1, synsAgain: 1 });
    expect(told.peers.find((one) => one.peer === "10.0.0.3 to :8080")).toMatchObject({
      outgoing: false,
      resetsSent: 1,
      zeroWindowsReceived: 1,
    });
  });
});

describe("the tool", () => {
  it("has no facts of what is not its helper's", () => {
    for (const text of ["", "tcpdump: no permission", '{"kind":"summary"}', "[]"])
      expect(
        variantNamed("packets", "tcpdump").parse({ stdout: Buffer.from(text), stderr: "", partial: false }, contextOf())
          .problem?.code,
      ).toBe("no-output");
  });

  it("tells a search list of a real capture", () => {
    const facts = plain(parseRecording("packets/tcpdump-dns-ndots").facts);
    expect(facts).toMatchObject({ dnsDistinct: 10, dropped: 0 });
    expect(facts["searchShare"]).toBeCloseTo(80, 0);
  });
});
