import { describe, expect, it } from "vitest";
import { ConnectionGroups } from "../../src/tools/tcplife/connection-groups.ts";
import {
  readConnectLine,
  readLifeLine,
  readTcpconnlatLine,
  readTcplifeLine,
} from "../../src/tools/tcplife/traced-connection.ts";
import { parseRecording, plain } from "./recording.ts";

describe("lines of tracers", () => {
  it("tcplife of libbpf-tools, with parts of a KiB", () => {
    expect(
      readTcplifeLine(
        "9601    kubernetes       ::ffff:10.213.0.1          6443  ::ffff:10.213.255.1        58068 3.67   3.04   862.68",
      ),
    ).toEqual({
      pid: 9601,
      process: "kubernetes",
      local: "10.213.0.1",
      localPort: 6443,
      remote: "10.213.255.1",
      remotePort: 58068,
      sentKiB: 3.67,
      receivedKiB: 3.04,
      ms: 862.68,
    });
  });

  it("tcplife of BCC, with a column for the version of IP, and a name with a blank", () => {
    expect(readTcplifeLine("28725  my worker        4  127.0.0.1 2024 127.0.0.1 43210 0 12 0.26")).toMatchObject({
      process: "my worker",
      localPort: 2024,
      receivedKiB: 12,
    });
  });

  it("diag's own scripts", () => {
    expect(readLifeLine("life 7 ::ffff:10.0.0.2 40001 ::ffff:10.0.0.1 80 1500 my worker")).toMatchObject({
      process: "my worker",
      remote: "10.0.0.1",
      ms: 1.5,
    });
    expect(readConnectLine("connect 7 ::ffff:10.0.0.2 2001:db8::1 80 1000123 7 curl")).toEqual({
      pid: 7,
      process: "curl",
      local: "10.0.0.2",
      remote: "2001:db8::1",
      remotePort: 80,
      us: 1000123,
      failed: true,
    });
  });

  it("tcpconnlat, by its man page", () => {
    expect(readTcpconnlatLine("1201   wget         4  10.153.223.157   52.84.65.1       443   2.13")).toMatchObject({
      remotePort: 443,
      us: 2130,
      failed: false,
    });
  });

  it("what is none of them", () => {
    expect(readTcplifeLine("PID     COMM   LADDR  LPORT RADDR RPORT TX_KB  RX_KB  MS")).toBeUndefined();
  });
});

describe("connections by peer", () => {
  const belongs = { isProcess: (pid: number) => pid === 7, addresses: new Set(["10.0.0.2"]), listening: new Set([80]) };
  const life = {
    pid: 7,
    process: "client",
    local: "10.0.0.2",
    localPort: 40_000,
    remote: "10.0.0.1",
    remotePort: 443,
    ms: 3,
  };

  it("are the target's by process, else by the address of its namespace", () => {
    const groups = new ConnectionGroups(belongs);
    groups.addLife(life);
    groups.addLife({ ...life, localPort: 40_001, ms: 5000 });
    groups.addLife({ ...life, pid: 0, process: "swapper", localPort: 80, remotePort: 50_000 });
    groups.addLife({ ...life, pid: 9, local: "127.0.0.1" });
    expect(groups.all).toMatchObject([
      {
        peer: "10.0.0.1:443",
        outgoing: true,
        process: "client",
        pid: 7,
        count: 2,
        marked: 1,
        buckets: { 1: 1, 12: 1 },
      },
      { peer: "10.0.0.1 to :80", outgoing: false, process: "", pid: 0, count: 1 },
    ]);
    expect(groups.others).toBe(1);
  });

  it("that failed, and whose SYN was sent again", () => {
    const groups = new ConnectionGroups(belongs);
    groups.addConnect({ ...life, us: 1_010_000, failed: false });
    groups.addConnect({ ...life, us: 3_000_000, failed: true });
    expect(groups.all).toMatchObject([{ count: 1, failed: 1, marked: 2, longest: 1_010_000 }]);
  });
});

describe("recordings", () => {
  it("a client that opens a connection for each request", () => {
    const facts = plain(parseRecording("tcplife/libbpf-connection-per-request").facts);
    expect((facts["peers"] as unknown[][])[0]?.slice(0, 3)).toEqual([expect.stringMatching(/:7804$/), true, "client"]);
    expect(facts["shortRate"]).toBeGreaterThan(20);
  });

  it("a client of a full accept queue", () => {
    const rows = plain(parseRecording("tcpconnlat/bpftrace-accept-queue-client").facts)["peers"] as unknown[][];
    const [full, good] = ["7801", "7802"].map((port) => rows.find(([peer]) => String(peer).endsWith(port)));
    expect(full?.at(-1)).toBeGreaterThan(0);
    expect(good?.at(-1)).toBe(0);
  });
});
