import { describe, expect, it } from "vitest";
import { HolderTally, readCounters } from "../../src/tools/conntrack/conntrack-table.ts";
import { readResolvConf } from "../../src/tools/resolver/resolv-conf.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

const parse = (lines: readonly object[]) =>
  variantNamed("conntrack", "netlink").parse(
    { stdout: Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join("")), stderr: "", partial: false },
    contextOf(),
  );
const table = (entries: number, limit: number, drop = 0) => ({ entries, limit, counters: { drop, insert_failed: 0 } });

describe("tables of tracked connections", () => {
  it("are told by the fuller one, with what was counted in both", () => {
    const { facts, notes } = parse([
      { kind: "reading", at: 0, sharesNode: false, target: table(10, 1000, 5), node: table(800, 1000, 7) },
      { kind: "reading", at: 2, sharesNode: false, target: table(20, 1000, 6), node: table(900, 1000, 17) },
    ]);
    expect(plain(facts)).toMatchObject({ fullest: 90, fullestOf: "node", fullestEntries: 900, share: 2, dropped: 11 });
    expect(notes).toEqual([]);
  });

  it("of which the node's may not be read say so", () => {
    expect(parse([{ kind: "reading", at: 0, sharesNode: false, target: table(1, 10) }]).notes).toHaveLength(1);
    expect(parse([{ kind: "reading", at: 0, sharesNode: true, target: table(1, 10) }]).notes).toEqual([]);
  });

  it("are not there where the kernel tracks nothing", () => {
    expect(plain(parse([{ kind: "reading", at: 0, sharesNode: true }]).facts)).toMatchObject({ tracked: false });
    expect(parse([]).problem?.code).toBe("no-output");
  });

  it("count over all CPUs", () => {
    expect(readCounters("cpu=0   \tfound=1 drop=2 \ncpu=1   \tfound=3 drop=4 \n")).toEqual({ found: 4, drop: 6 });
  });

  it("are added up by destination and state", () => {
    const tally = new HolderTally();
    const tcp =
      "tcp      6 76 TIME_WAIT src=10.0.0.1 dst=10.0.0.2 sport=1 dport=80 src=10.0.0.2 dst=10.0.0.1 sport=80 dport=1 [ASSURED]";
    const udp =
      "udp      17 28 src=fd00::1 dst=fd00::2 sport=5 dport=53 [UNREPLIED] src=fd00::2 dst=fd00::1 sport=53 dport=5";
    for (const line of [
      tcp,
      tcp,
      udp,
      "unknown  2 555 src=10.0.0.1 dst=224.0.0.22 [UNREPLIED]",
      "garbage",
      "x".repeat(1e6),
    ])
      tally.add(line);
    expect(tally.counted).toBe(4);
    expect(tally.largest).toMatchObject([
      { protocol: "tcp", state: "TIME_WAIT", destination: "10.0.0.2:80", entries: 2, unanswered: 0 },
      { protocol: "udp", state: "", destination: "[fd00::2]:53", entries: 1, unanswered: 1 },
      { protocol: "unknown", destination: "224.0.0.22" },
    ]);
  });

  it("that are nearly full name who fills them", () => {
    expect(plain(parseRecording("conntrack/netlink-conntrack-nearly-full").facts)).toMatchObject({
      fullestOf: "target",
      fullestEntries: 15_900,
      limit: 16_384,
      holders: [["target", "udp", "", "127.0.0.1:8125", 15_900, 100, 15_900]],
    });
  });
});

describe("resolv.conf", () => {
  it("is read as glibc does", () => {
    const text =
      "# by hand\nnameserver 10.0.0.1\n nameserver fd00::1\ndomain old\nsearch a.b c.d .\noptions ndots:5 timeout:99 rotate\noptions single-request-reopen attempts:x\n";
    expect(readResolvConf(text)).toEqual({
      nameservers: ["10.0.0.1", "fd00::1"],
      search: ["a.b", "c.d"],
      ndots: 5,
      timeout: 30,
      attempts: 2,
      rotates: true,
      separateSockets: true,
    });
    expect(readResolvConf("")).toMatchObject({
      nameservers: ["127.0.0.1"],
      search: [],
      ndots: 1,
      timeout: 5,
      attempts: 2,
    });
  });

  it("of a real container is told", () => {
    expect(plain(parseRecording("resolver/procfs-dns-ndots").facts)).toMatchObject({
      ndots: 5,
      domains: 4,
      servers: 1,
    });
  });
});
