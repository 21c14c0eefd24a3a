import { describe, expect, it } from "vitest";
import { readRetransmits } from "../../src/tools/tcpretrans/read-retransmits.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

const linesOf = (...lines: readonly string[]) => Buffer.from(lines.map((line) => `${line}\n`).join(""));
const parsed = (variant: string, ...lines: readonly string[]) =>
  variantNamed("tcpretrans", variant).parse({ stdout: linesOf(...lines), stderr: "", partial: false }, contextOf());

describe("a connection that sent again", () => {
  const peerOf = (line: string) => readRetransmits(linesOf(line)).connections[0]?.peer;

  it("is named by its peer where it was connected from here, and by its port where it was accepted", () => {
    expect(peerOf("@again[1, ::ffff:10.0.0.2, 40000, ::ffff:10.0.0.1, 80, 1]: 3")).toBe("10.0.0.1:80");
    expect(peerOf("@again[1, ::ffff:10.0.0.2, 80, ::ffff:10.0.0.1, 40000, 1]: 3")).toBe("10.0.0.1 to :80");
    expect(peerOf("@again[1, 2001:db8::2, 40000, 2001:db8::1, 443, 1]: 3")).toBe("[2001:db8::1]:443");
  });

  it("has the direction of its SYN, whatever the ports", () => {
    expect(peerOf("@again[1, ::ffff:10.0.0.2, 1024, ::ffff:10.0.0.1, 50051, 2]: 1")).toBe("10.0.0.1:50051");
    expect(peerOf("@again[1, ::ffff:10.0.0.2, 50051, ::ffff:10.0.0.1, 1024, 12]: 1")).toBe("10.0.0.1 to :50051");
  });

  it("is none of any other line", () => {
    const { connections, seconds } = readRetransmits(
      linesOf("watching", "@again[9, x, 1, y, 2, 1]: 4", "@again[1, ::1, 1, ::1, 2, 1]: -4", "@net: 4026531840"),
    );
    expect(connections).toEqual([]);
    expect(seconds).toBeUndefined();
  });
});

describe("the tool", () => {
  const [data, syn, synAck] = [
    "@again[1, ::ffff:10.0.0.2, 40000, ::ffff:10.0.0.1, 80, 1]: 3",
    "@again[1, ::ffff:10.0.0.2, 40001, ::ffff:10.0.0.1, 80, 2]: 2",
    "@again[1, ::ffff:10.0.0.2, 8080, ::ffff:10.0.0.9, 40000, 12]: 1",
  ];
  const elsewhere = "@again[0, ::ffff:10.9.9.9, 40001, ::ffff:10.0.0.1, 80, 1]: 50";

  it("tells data, SYNs and SYN-ACKs of the target apart, and from the node's", () => {
    const { facts, notes } = parsed("bpftrace", "watched 2000000000", elsewhere, data, syn, synAck);
    expect(plain(facts)).toEqual({
      again: 3,
      syns: 2,
      synAcks: 1,
      againOnNode: 56,
      peers: [
        ["target", "10.0.0.1:80", 3, 2, 2],
        ["target", "10.0.0.9 to :8080", 0, 1, 1],
        ["elsewhere", "10.0.0.1:80", 50, 0, 1],
      ],
    });
    expect(notes).toEqual([]);
  });

  it("does not say whose it is where there is no BTF", () => {
    const { facts } = parsed("bpftrace-plain", "watched 2000000000", data.replace("[1", "[2"));
    expect(plain(facts)).toEqual({ againOnNode: 3, peers: [["unknown", "10.0.0.1:80", 3, 0, 1]] });
  });

  it("has counted nothing only where the tracer came to its end", () => {
    expect(plain(parsed("bpftrace", "watching", "watched 2000000000").facts)).toMatchObject({ again: 0, peers: [] });
    expect(parsed("bpftrace", "watching", data).problem?.message).toBe("the tracer did not come to its end");
  });

  it("names the peer of 3 % loss, and the one that answers no SYN, in a recording", () => {
    const facts = plain(parseRecording("tcpretrans/bpftrace-packet-loss").facts);
    expect(facts).toEqual({
      again: 40,
      syns: 3,
      synAcks: 0,
      againOnNode: 43,
      peers: [
        ["target", "198.18.7.2:7811", 40, 0, 1],
        ["target", "198.18.7.2:7999", 0, 3, 2],
      ],
    });
  });
});
