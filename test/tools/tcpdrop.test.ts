import { describe, expect, it } from "vitest";
import { readDrops } from "../../src/tools/tcpdrop/read-drops.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

const format =
  'print fmt: "reason: %s", __print_symbolic(REC->reason, { 2, "NOT_SPECIFIED" }, { 12, "NETFILTER_DROP" })';
const linesOf = (...lines: readonly string[]) => Buffer.from(lines.map((line) => `${line}\n`).join(""));
const parsed = (variant: string, stdout: Uint8Array, stderr = "") =>
  variantNamed("tcpdrop", variant).parse({ stdout, stderr, partial: false }, contextOf());

describe("dropped packets", () => {
  it("have the names that this kernel gives its reasons, and a number where it gives none", () => {
    const { reasons } = readDrops(
      linesOf("@reason[1, 12, nft_do_chain, 4]: 5", "@reason[0, 99, some_fn+12, 6]: 1", format),
    );
    expect(reasons).toEqual([
      { whose: "target", reason: "NETFILTER_DROP", site: "nft_do_chain", count: 5 },
      { whose: "elsewhere", reason: "reason 99", site: "some_fn+12", count: 1 },
    ]);
  });

  it("have a reason of older kernels only where the function has one", () => {
    const { reasons } = readDrops(
      linesOf("@reason[1, 0, nf_hook_slow, 4]: 5", "@reason[1, 0, tcp_v4_rcv, 4]: 1", format),
    );
    expect(reasons.map(({ reason }) => reason)).toEqual(["NETFILTER_DROP", "not told"]);
  });

  it("have addresses, the service's port, and the protocol's name", () => {
    const { packets } = readDrops(
      linesOf(
        "@four[1, 12, nft_do_chain, 6, 10.0.0.1, 10.0.0.2, 80]: 7",
        "@six[2, 2, icmpv6_rcv, 58, fe80::1, ff02::2, 0]: 1",
        "@four[1, 2, ip_rcv, 132, 10.0.0.1, 10.0.0.2, 0]: 1",
        format,
      ),
    );
    expect(packets).toMatchObject([
      { protocol: "tcp", source: "10.0.0.1", destination: "10.0.0.2", port: 80, count: 7 },
      { whose: "unknown", protocol: "icmp", source: "fe80::1", port: 0 },
      { protocol: "132" },
    ]);
  });
});

describe("the tool", () => {
  it("puts the target's first, and gives its share of the node's", () => {
    const facts = plain(
      parsed(
        "bpftrace",
        linesOf(
          "watched 2000000000 seen 30",
          "@reason[0, 2, ip6_rcv_core, 6]: 20",
          "@reason[1, 12, nft_do_chain, 4]: 8",
          "@reason[1, 2, tcp_v4_rcv, 4]: 2",
          format,
        ),
      ).facts,
    );
    expect(facts).toMatchObject({ dropped: 10, droppedRate: 5, filtered: 8, droppedOnNode: 30 });
    expect(facts["topReason"]).toBe("NETFILTER_DROP");
    expect((facts["reasons"] as unknown[][])[0]).toEqual(["target", "NETFILTER_DROP", "nft_do_chain", 8]);
  });

  it("says so where it ended early", () => {
    expect(parsed("bpftrace", linesOf("watched 1500000000 seen 300001")).notes).toEqual([
      "It ended after 1.5 s, as so many packets were dropped that it would cost more.",
    ]);
  });

  it("leaves a kernel that tells no reason to the next variant, and says why", () => {
    const stderr =
      "ERROR: Struct/union of type 'struct _tracepoint_skb_kfree_skb' does not contain a field named 'reason'";
    expect(parsed("bpftrace", linesOf(), stderr).problem?.message).toBe(
      "this kernel does not tell why it drops a packet: Linux does since 5.17",
    );
    expect(parsed("bpftrace-sites", linesOf("watching")).problem?.message).toBe("the tracer did not come to its end");
  });

  it.each(["bpftrace", "bpftrace-sites"])("%s names rule, peer and port in a recording of 3 %% loss", (variant) => {
    const facts = plain(parseRecording(`tcpdrop/${variant}-packet-loss`).facts);
    expect(facts).toMatchObject({ dropped: 12, filtered: 12, topReason: "NETFILTER_DROP" });
    expect(facts["packets"]).toContainEqual([
      ...["target", "NETFILTER_DROP", "nft_do_chain", 8],
      ...["tcp", "198.18.7.1", "198.18.7.2", 7811],
    ]);
  });

  it.each(["bpftrace-plain", "bpftrace-plain-sites"])("%s does not say whose they are", (variant) => {
    const facts = plain(parseRecording(`tcpdrop/${variant}-packet-loss`).facts);
    expect(facts["dropped"]).toBeUndefined();
    expect(facts["packets"]).toBeUndefined();
    expect((facts["reasons"] as unknown[][])[0]?.slice(0, 3)).toEqual(["unknown", "NETFILTER_DROP", "nft_do_chain"]);
  });
});
