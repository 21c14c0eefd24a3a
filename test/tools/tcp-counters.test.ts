import { describe, expect, it } from "vitest";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

const parse = (variant: string, lines: readonly object[]) =>
  variantNamed("tcp-counters", variant).parse(
    { stdout: Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join("")), stderr: "", partial: false },
    contextOf(),
  );

const reading = (at: number, sent: number, again: number, overflows: number, pages = 10) => ({
  at,
  files: {
    "/proc/7/net/snmp": `Tcp: RtoAlgorithm ActiveOpens OutSegs RetransSegs\nTcp: 1 ${10 * at} ${sent} ${again}\nUdp: InDatagrams NoPorts\nUdp: 5 ${at}\n`,
    "/proc/7/net/netstat": `TcpExt: ListenOverflows TCPTimeouts\nTcpExt: ${overflows} 3\nIpExt: InOctets\nIpExt: 9\n`,
    "/proc/7/net/sockstat": `sockets: used 36\nTCP: inuse 1 orphan 2 tw 1 alloc 163 mem ${pages}\nUDP: inuse 0 mem 0\n`,
    "/proc/7/ns/net": "net:[2]",
    "/proc/1/ns/net": "net:[1]",
    "/proc/sys/net/ipv4/tcp_mem": "100\t150\t200\n",
  },
});

describe("the kernel's counters of TCP", () => {
  it("are told as what they changed by in the window", () => {
    const { facts, notes } = parse("procfs", [reading(0, 1000, 50, 400), reading(2, 1090, 60, 412, 100)]);
    expect(plain(facts)).toMatchObject({
      segmentsOut: 90,
      retransmits: 10,
      retransmitShare: 10,
      listenOverflows: 12,
      listenOverflowsBefore: 400,
      timeouts: 0,
      connectRate: 10,
      udpNoPorts: 2,
      orphans: 2,
      memory: 409600,
      memoryPressureAt: 614400,
      memoryShare: 50,
      retransmitRate: [[2, 5]],
      ownNamespace: true,
    });
    expect(notes).toEqual([]);
    expect(facts["synQueueDrops"]).toBeUndefined();
  });

  it("that went back are of another namespace, and have no difference", () => {
    expect(parse("procfs", [reading(0, 1000, 50, 400), reading(2, 10, 0, 0)]).facts["segmentsOut"]).toBeUndefined();
  });

  it("of the node's network say so", () => {
    const shared = { ...reading(0, 1, 0, 0).files, "/proc/7/ns/net": "net:[1]" };
    expect(parse("procfs", [{ at: 0, files: shared }]).notes).toEqual([
      "The target uses the node's network: the counters are of every process that does.",
    ]);
  });

  it("are held against kthreadd's namespace where the first process is hidden, and else not known whose they are", () => {
    const { "/proc/1/ns/net": node, ...hidden } = reading(0, 1, 0, 0).files;
    const own = (files: Record<string, string>) =>
      plain(parse("procfs", [{ at: 0, files: { ...hidden, ...files } }]).facts)["ownNamespace"];
    expect(own({ "/proc/2/ns/net": node, "/proc/2/comm": "kthreadd\n" })).toBe(true);
    expect(own({ "/proc/2/ns/net": "net:[2]", "/proc/2/comm": "kthreadd\n" })).toBe(false);
    expect(own({ "/proc/2/ns/net": node, "/proc/2/comm": "sh\n" })).toBeUndefined();
    expect(parse("procfs", [{ at: 0, files: hidden }]).notes).toEqual([]);
  });

  it("that cannot be read are a reason", () => {
    expect(parse("nsenter", [{ at: 0, files: {} }]).problem?.code).toBe("no-output");
  });

  it("of a server with a full accept queue tell what was dropped", () => {
    expect(
      Number(plain(parseRecording("tcp-counters/procfs-accept-queue-server").facts)["listenOverflows"]),
    ).toBeGreaterThan(5);
  });
});
