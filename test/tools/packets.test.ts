import { describe, expect, it } from "vitest";
import { readDns } from "../../src/tools/packets/dns-message.ts";
import { readPacket } from "../../src/tools/packets/packet.ts";
import { PacketWatch } from "../../src/tools/packets/packet-watch.ts";
import { type Frame, PcapReader } from "../../src/tools/packets/pcap-reader.ts";
import { dns, flag, hello, pcap, rawIp, tcp, tls, udp } from "./capture.ts";
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

describe("resets", () => {
  const client = "10.0.0.7";
  const [data, ack] = [flag.ack, flag.ack];
  const from = (flags: number, sequence = 0, size = 0) => tcp(client, 50_000, here, 80, flags, sequence, size);
  const to = (flags: number, sequence = 0, size = 0) => tcp(here, 80, client, 50_000, flags, sequence, size);
  const opened = (at: number): [number, Buffer][] => [
    [at, from(flag.syn, 0)],
    [at + 0.01, to(flag.syn | flag.ack, 0)],
    [at + 0.03, from(ack, 1)],
  ];
  const resetsOf = (packets: readonly (readonly [number, Buffer])[]) =>
    watched(packets).tcp.resets.map(({ when, isOurs, port, count }) => ({ when, isOurs, port, count }));

  it("tell who did it and after what", () => {
    expect(
      resetsOf([
        [1, from(flag.syn)],
        [1, to(flag.reset | flag.ack)],
      ]),
    ).toEqual([{ when: "refused", isOurs: true, port: 80, count: 1 }]);
    expect(resetsOf([...opened(1), [2, from(flag.reset, 1)]])).toMatchObject([{ when: "unused", isOurs: false }]);
    expect(resetsOf([...opened(1), [2, from(data, 1, 9)], [2.1, to(flag.reset, 1)]])).toMatchObject([
      { when: "in use", isOurs: true },
    ]);
    expect(
      resetsOf([...opened(1), [2, from(data, 1, 9)], [2.1, from(flag.fin | ack, 10)], [2.2, to(flag.reset, 1)]]),
    ).toMatchObject([{ when: "closing" }]);
    expect(resetsOf([...opened(1), [2, from(data, 1, 9)], [3, to(data, 1, 9)], [9, to(flag.reset, 10)]])).toMatchObject(
      [{ when: "idle" }],
    );
  });

  it("tell what was said after silence from an answer that was due for long", () => {
    const asked = [...opened(1), [1.1, from(data, 1, 9)], [1.2, to(data, 1, 9)]] as [number, Buffer][];
    expect(resetsOf([...asked, [8, from(data, 10, 9)], [8.05, to(flag.reset, 10)]])).toMatchObject([
      { when: "after silence", isOurs: true },
    ]);
    expect(resetsOf([...asked, [2, from(data, 10, 9)], [9, to(flag.reset, 10)]])).toMatchObject([{ when: "in use" }]);
  });

  it("count once for each connection, and anew where its ports are used again", () => {
    const cut = (at: number, start: number): [number, Buffer][] => [
      [at, from(flag.syn, start)],
      [at, to(flag.syn | flag.ack, start)],
      [at, from(ack, start + 1)],
      [at, from(data, start + 1, 9)],
      [at, to(flag.reset, start + 1)],
      [at, to(flag.reset, start + 1)],
    ];
    expect(resetsOf([...cut(1, 0), ...cut(2, 50_000)])).toEqual([{ when: "in use", isOurs: true, port: 80, count: 2 }]);
  });

  it("handshakes take a round trip, wherever they are captured", () => {
    const [peer] = watched(opened(1)).tcp.peers;
    expect(peer?.connects.count).toBe(1);
    expect(peer?.connects.total).toBeCloseTo(30, 1);
  });
});

describe("on loopback", () => {
  const out = (flags: number, sequence = 0, size = 0) =>
    tcp("127.0.0.1", 50_000, "127.0.0.1", 80, flags, sequence, size);
  const back = (flags: number, sequence = 0, size = 0) =>
    tcp("127.0.0.1", 80, "127.0.0.1", 50_000, flags, sequence, size);

  it("both directions are one connection, of which the client is this side", () => {
    const { tcp: told, talkers } = watched([
      [1, out(flag.syn, 0)],
      [1, back(flag.syn | flag.ack, 0)],
      [1, out(flag.ack, 1, 100)],
      [1, back(flag.ack, 1, 200)],
      [9, out(flag.ack, 101)],
    ]);
    expect(told.unanswered).toEqual({});
    expect(told.peers).toMatchObject([
      { peer: "127.0.0.1:80", outgoing: true, packets: 5, sentBytes: 100, receivedBytes: 200, syns: 1 },
    ]);
    expect(talkers).toMatchObject([{ peer: "127.0.0.1:80", packetsSent: 3, bytesSent: 220, bytesReceived: 280 }]);
  });
});

describe("a packet that passes several interfaces", () => {
  const onInterface = (index: number, packet: Buffer): Frame => {
    const header = Buffer.alloc(20);
    header.writeUInt16BE(0x0800, 0);
    header.writeUInt32BE(index, 4);
    header.writeUInt16BE(1, 8);
    const bytes = Buffer.concat([header, packet]);
    return { at: 1, bytes, length: bytes.length };
  };

  it("counts on the first, and is not taken for one that is sent again", () => {
    const watch = new PacketWatch(new Set(), []);
    const segment = (sequence: number) => tcp("10.0.0.7", 50_000, "10.0.0.9", 80, flag.ack, sequence, 100);
    const counts = [1, 101].flatMap((sequence) =>
      [4, 3, 2].map((index) => watch.add(276, onInterface(index, segment(sequence)))),
    );
    expect(counts).toEqual([true, false, false, true, false, false]);
    expect(watch.summary({ seconds: 1, dropped: 0, isFull: false }).tcp.peers).toMatchObject([
      { received: 2, receivedAgain: 0 },
    ]);
  });
});

describe("TLS", () => {
  const peer = "10.0.0.2";
  const start = (port: number): [number, Buffer][] => [
    [1, tcp(here, port, peer, 443, flag.syn, 0)],
    [1.02, tcp(peer, 443, here, port, flag.syn | flag.ack, 0)],
    [1.02, tcp(here, port, peer, 443, flag.ack, 1)],
    [1.03, tcp(here, port, peer, 443, flag.ack, 1, tls([22, hello({ name: "shop.example.com" })]))],
  ];
  const answered = tls([22, hello({ version: 0x0304 })], [23, Buffer.alloc(900)]);
  const finished = tls([23, Buffer.alloc(53)]);
  const size = tls([22, hello({ name: "shop.example.com" })]).length;
  const done = (port: number): [number, Buffer][] => [
    ...start(port),
    [1.13, tcp(peer, 443, here, port, flag.ack, 1, answered)],
    // Sent again: counted there, and not read twice.
    [1.2, tcp(peer, 443, here, port, flag.ack, 1, answered)],
    [1.23, tcp(here, port, peer, 443, flag.ack, 1 + size, finished)],
  ];

  it("tells times without the round trip, and no name unless it may", () => {
    const { peers, failures } = watched(done(50_000)).tcp.tls;
    expect(failures).toEqual([]);
    expect(peers).toMatchObject([
      { peer: "10.0.0.2:443", outgoing: true, started: 1, done: 1, failed: 0, versions: { "TLS 1.3": 1 }, names: [] },
    ]);
    expect(peers[0]?.server.total).toBeCloseTo(80, 1);
    expect(peers[0]?.whole.total).toBeCloseTo(200, 1);
  });

  it("tells what fails, what is refused by an encrypted alert after the end, and what stays without an answer", () => {
    const { peers, failures } = watched([
      ...done(50_000),
      [1.3, tcp(peer, 443, here, 50_000, flag.ack, 1 + answered.length, tls([23, Buffer.alloc(19)]))],
      ...start(50_001),
      [1.1, tcp(peer, 443, here, 50_001, flag.ack, 1, tls([21, Buffer.from([2, 40])]))],
      ...start(50_002),
      [9, tcp(here, 50_003, peer, 443, flag.syn, 0)],
    ]).tcp.tls;
    expect(peers).toMatchObject([{ started: 3, done: 0, failed: 2, unanswered: 1 }]);
    expect(failures).toMatchObject([
      { by: "server", why: "an encrypted alert", isAnswered: true, count: 1 },
      { by: "server", why: "handshake failure", isAnswered: false, count: 1 },
    ]);
  });
});

describe("the tool", () => {
  it.each([
    ["tcpdump: can't parse filter expression: syntax error", "tcpdump: can't parse filter expression: syntax error"],
    ["tcpdump: data link type LINUX_SLL2\ntcpdump: unknown host 'x'\n", "tcpdump: unknown host 'x'"],
  ])("says what is wrong with a filter: %s", (stderr, message) => {
    const output = { stdout: Buffer.alloc(0), stderr, partial: false };
    expect(variantNamed("capture", "tcpdump").parse(output, contextOf()).problem).toEqual({
      code: "exit-status",
      message,
      mend: "write the filter as pcap-filter(7) says: tcp port 443 and host 10.0.0.7",
    });
  });

  it("hands a hostile filter on as one word, and asks before it keeps what is said", () => {
    const filter = "port 53; rm -rf / $(reboot) -w /etc/passwd";
    const target = { kind: "host", cgroups: {} } as const;
    const args = { duration: 2_000, filter, packets: 100, fileSize: 65_536, payload: "all" };
    const payloads = ["tcpdump-payload", "tcpdump"].map((name) => {
      const variant = variantNamed("capture", name);
      const collection = variant.collect(args, { target, artifact: (file) => `/bundle/steps/capture/${file}` });
      const argv = collection.kind === "commands" ? collection.commands[0].argv : [];
      expect(argv[argv.indexOf("--filter") + 1]).toBe(filter);
      const asks = variant.requires.some(({ kind }) => kind === "consent");
      return [asks, argv[argv.indexOf("--payload") + 1]];
    });
    expect(payloads).toEqual([
      [true, "all"],
      [false, "dns"],
    ]);
  });

  it("has no facts of what is not its helper's", () => {
    for (const text of ["", "tcpdump: no permission", '{"kind":"summary"}', "[]"])
      expect(
        variantNamed("packets", "tcpdump").parse({ stdout: Buffer.from(text), stderr: "", partial: false }, contextOf())
          .problem?.code,
      ).toBe("no-output");
  });

  it("tells a handshake that a client ends because the certificate has expired, of a real capture", () => {
    const facts = plain(parseRecording("capture/tcpdump-tls-expired").facts);
    expect(facts).toMatchObject({
      ...{ tlsStarted: 110, tlsDone: 0, connects: 110 },
      ...{ file: "steps/capture/capture.pcap", payload: "none", kept: 1050, fileBytes: 94_212 },
      tlsFailures: [["127.0.0.1:7830", true, "here", true, true, "certificate expired", 110]],
    });
  });

  it("tells a search list of a real capture", () => {
    const facts = plain(parseRecording("packets/tcpdump-dns-ndots").facts);
    expect(facts).toMatchObject({ dnsDistinct: 10, dropped: 0 });
    expect(facts["searchShare"]).toBeCloseTo(80, 0);
  });
});
