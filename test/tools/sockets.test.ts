import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readProcNetTcpLine } from "../../src/tools/sockets/proc-net-tcp.ts";
import { SocketWatch } from "../../src/tools/sockets/socket-watch.ts";
import { readSsLine } from "../../src/tools/sockets/ss-line.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

/** Lines of iproute2 6.1 and 6.15 on Linux 6.18, shortened at their ends. */
const established =
  "ESTAB 0 0 10.0.0.2:54404 10.0.0.1:6443 timer:(keepalive,16sec,0) ino:2945359 sk:100d cgroup:/ <-> skmem:(r0,rb1577664,t0,tb69120,f0,w0,o0,bl0,d0) ts sack cubic wscale:10,10 rto:204 rtt:2.367/1.976 ato:40 mss:1448 pmtu:1500 rcvmss:1448 advmss:1448 cwnd:43 bytes_sent:33687 bytes_retrans:20 bytes_acked:33688 bytes_received:177600 segs_out:139 segs_in:223 data_segs_out:33 data_segs_in:217 send 210440220bps lastsnd:12072 lastrcv:792 lastack:792 pacing_rate 4414046736bps delivery_rate 878786200bps delivered:34 app_limited busy:36ms rwnd_limited:12ms(33.3%) sndbuf_limited:4ms(11.1%) unacked:2 retrans:1/3 rcv_rtt:2.125 rcv_space:67268 rcv_ssthresh:464705 notsent:8 minrtt:0.07 snd_wnd:82944";

describe("a line of ss", () => {
  it("of a connection", () => {
    expect(readSsLine(established)).toEqual({
      state: "ESTAB",
      receiveQueue: 0,
      sendQueue: 0,
      local: { address: "10.0.0.2", port: 54404 },
      remote: { address: "10.0.0.1", port: 6443 },
      inode: 2945359,
      key: "100d",
      retries: 0,
      persists: false,
      info: {
        ...{ mss: 1448, cwnd: 43, rtt: 2.367, rttVar: 1.976, minRtt: 0.07, sendWindow: 82944, unacked: 2, notSent: 8 },
        ...{ sent: 33, retransmits: 3, bytesAcked: 33688, bytesReceived: 177600, deliveryRate: 109848275 },
        ...{ busy: 36, windowLimited: 12, bufferLimited: 4, lastSent: 12072, lastReceived: 792, lastAcked: 792 },
        ...{ receiveMemory: 0, receiveBuffer: 1577664 },
      },
    });
  });

  it("of a listener: what waits, and the backlog", () => {
    expect(
      readSsLine("LISTEN 9 8 *:7801 *:* ino:1681 sk:100b cgroup:/ <-> skmem:(r0,rb131072,t0) bbr cwnd:10"),
    ).toMatchObject({ state: "LISTEN", receiveQueue: 9, sendQueue: 8, local: { port: 7801 }, inode: 1681 });
  });

  it("of a SYN that was sent again, a closed window, and TIME_WAIT", () => {
    expect(readSsLine("SYN-SENT 0 1 10.0.0.2:4000 10.0.0.1:80 timer:(on,780ms,2) ino:7 sk:2")?.retries).toBe(2);
    expect(readSsLine("ESTAB 0 9 10.0.0.2:4000 10.0.0.1:80 timer:(persist,1.2sec,3) ino:7 sk:2")).toMatchObject({
      retries: 0,
      persists: true,
    });
    expect(readSsLine("TIME-WAIT 0 0 10.0.0.2:4000 10.0.0.1:80 timer:(timewait,35sec,0) ino:0 sk:3")).toMatchObject({
      state: "TIME-WAIT",
      inode: 0,
      retries: 0,
    });
  });

  it("with IPv6, an interface, and IPv4 in IPv6's clothes", () => {
    const ends = (line: string) => [readSsLine(line)?.local.address, readSsLine(line)?.remote.address];
    expect(ends("ESTAB 0 0 [fe80::1%eth0]:80 [::1]:5000")).toEqual(["fe80::1", "::1"]);
    expect(ends("ESTAB 0 0 10.0.0.1%eth0:80 [::ffff:10.0.0.9]:5000")).toEqual(["10.0.0.1", "10.0.0.9"]);
  });

  it("that is none", () => {
    for (const line of ["", "State Recv-Q Send-Q Local Address:Port", "NONSENSE 0 0 a:1 b:2", "ESTAB 0 0 x y"])
      expect(readSsLine(line)).toBeUndefined();
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 500 }), (line) => void readSsLine(line)));
  });
});

describe("a line of /proc/net/tcp", () => {
  it("of IPv4", () => {
    const line =
      "   3: 0100007F:1F90 0200000A:D431 08 00000000:00000005 00:00000000 00000000  1000        0 4242 1 0000000000000000 20 4 30 10 -1";
    expect(readProcNetTcpLine(line)).toMatchObject({
      state: "CLOSE-WAIT",
      receiveQueue: 5,
      local: { address: "127.0.0.1", port: 8080 },
      remote: { address: "10.0.0.2", port: 54321 },
      inode: 4242,
    });
  });

  it("of IPv6", () => {
    const of = (address: string) =>
      readProcNetTcpLine(
        `   0: ${address}:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 7 1 x`,
      )?.local.address;
    expect(of("00000000000000000000000001000000")).toBe("::1");
    expect(of("00000000000000000000000000000000")).toBe("::");
    expect(of("0000000000000000FFFF00000900000A")).toBe("10.0.0.9");
    expect(of("B80D0120000000000000000001000000")).toBe("2001:db8::1");
  });

  it("that is none", () => {
    expect(readProcNetTcpLine("  sl  local_address rem_address   st tx_queue rx_queue")).toBeUndefined();
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), (line) => void readProcNetTcpLine(line)));
  });
});

const namespace = { ports: { low: 40_000, high: 40_499, count: 500 }, ownNamespace: true, alone: true } as const;
const plainWatch = (readings: readonly (readonly string[])[], held: readonly number[], owners = new Map()) => {
  const watch = new SocketWatch(namespace, true);
  const lines = readings.map((sockets, at) => {
    watch.begin();
    for (const line of sockets) {
      const socket = readSsLine(line);
      if (socket !== undefined) watch.add(socket, new Set(held));
    }
    return watch.end(at, {});
  });
  const summary = watch.summary(readings.length - 1, owners);
  const text = [...lines, summary].map((one) => `${JSON.stringify(one)}\n`).join("");
  return plain(
    variantNamed("sockets", "ss").parse({ stdout: Buffer.from(text), stderr: "", partial: false }, contextOf()).facts,
  );
};
const rowsOf = (facts: Record<string, unknown>, name: string) => facts[name] as (string | number | boolean)[][];

describe("sockets over time", () => {
  const listener = "LISTEN 9 8 0.0.0.0:7801 0.0.0.0:* ino:1 sk:1";

  it("an accept queue that is full, and whose it is", () => {
    const owners = new Map([[1, { pid: 5, name: "server", ofTarget: true }]]);
    const facts = plainWatch([[listener], [listener.replace("LISTEN 9", "LISTEN 8")]], [1], owners);
    expect(facts["listeners"]).toEqual([["0.0.0.0:7801", 7801, 9, 8, 50, true, "server"]]);
  });

  it("what is not accepted belongs to the listener's process, and is no peer of its own port", () => {
    const waiting = "CLOSE-WAIT 5 0 10.0.0.2:7801 10.0.0.9:40001 ino:0 sk:2";
    const facts = plainWatch([[listener, waiting]], [1]);
    expect(facts["closeWaits"]).toEqual([["10.0.0.9 to :7801", "not accepted yet", 0, true, 1, 0, 1, 5]]);
    expect(facts["destinations"]).toEqual([]);
  });

  it("CLOSE_WAIT by owner, with what it grew and what was held all the time", () => {
    const one = (port: number, inode: number) =>
      `CLOSE-WAIT 1 0 10.0.0.2:7801 10.0.0.9:${port} ino:${inode} sk:${inode}`;
    const owners = new Map([11, 12, 13].map((inode) => [inode, { pid: 5, name: "node", ofTarget: true }]));
    const facts = plainWatch(
      [
        [listener, one(40001, 11)],
        [listener, one(40001, 11), one(40002, 12), one(40003, 13)],
      ],
      [1, 11, 12, 13],
      owners,
    );
    expect(facts["closeWaits"]).toEqual([["10.0.0.9 to :7801", "node", 5, true, 3, 2, 1, 3]]);
    expect(facts["heldCloseWait"]).toEqual([
      [0, 1],
      [1, 3],
    ]);
  });

  it("ports to one destination, those in TIME_WAIT too", () => {
    const many = Array.from(
      { length: 400 },
      (_, at) => `TIME-WAIT 0 0 10.0.0.2:${40_000 + at} 10.0.0.1:80 ino:0 sk:a${at}`,
    );
    const facts = plainWatch([many], []);
    expect(facts).toMatchObject({ portShare: 80, ports: 500, portsLow: 40_000 });
    expect(rowsOf(facts, "destinations")[0]).toEqual(["10.0.0.1:80", 400, 400, 80, 0, 0, 0, 0, true]);
  });

  it("a peer's changes are of the window; a connection that is new counts whole", () => {
    const connection = (key: string, sent: number, retransmits: number) =>
      `ESTAB 0 0 10.0.0.2:40007 10.0.0.1:80 ino:9 sk:${key} skmem:(r0,rb1000,t0) mss:1448 cwnd:10 rtt:1/0.5 data_segs_out:${sent} retrans:0/${retransmits} minrtt:0.2`;
    const facts = plainWatch([[connection("a", 1000, 7)], [connection("a", 1010, 9), connection("b", 5, 0)]], [9]);
    expect(rowsOf(facts, "peers")[0]?.slice(0, 11)).toEqual([
      "10.0.0.1:80",
      true,
      true,
      2,
      1,
      1,
      0.2,
      0.5,
      15,
      2,
      13.33,
    ]);
  });

  it.each([
    ["it asked last", { sent: 80, received: 300, acked: 80 }, 160],
    ["it was answered last", { sent: 300, received: 80, acked: 80 }, 0],
    ["it asked in the tick of the answer, and only that ACK came since", { sent: 80, received: 80, acked: 40 }, 160],
    ["it was answered in the tick of its question", { sent: 80, received: 80, acked: 80 }, 0],
    ["an ACK as late as a keepalive's is of neither", { sent: 15_080, received: 15_080, acked: 80 }, 0],
  ])("who waits for an answer: %s", (_, { sent, received, acked }, awaited) => {
    const line = `ESTAB 0 0 10.0.0.2:40007 10.0.0.1:80 ino:9 sk:a skmem:(r0,rb1000,t0) mss:1448 cwnd:10 data_segs_out:9 lastsnd:${sent} lastrcv:${received} lastack:${acked} minrtt:0.2`;
    expect(rowsOf(plainWatch([[line]], [9]), "peers")[0]?.slice(-2)).toEqual([awaited > 0 ? 100 : 0, awaited]);
  });

  it("100,000 sockets are told in bounded output", () => {
    const watch = new SocketWatch(namespace, true);
    watch.begin();
    for (let at = 0; at < 100_000; at++) {
      const line = `TIME-WAIT 0 0 10.0.0.2:${1 + (at % 60_000)} 10.${at % 250}.${(at >> 8) % 250}.1:80 ino:0 sk:${at.toString(16)}`;
      const socket = readSsLine(line);
      if (socket !== undefined) watch.add(socket, new Set());
    }
    const text = JSON.stringify([watch.end(0, {}), watch.summary(1, new Map())]);
    expect(text.length).toBeLessThan(20_000);
  });
});

describe("recordings", () => {
  it("a full accept queue", () => {
    const facts = plain(parseRecording("sockets/ss-accept-queue-server").facts);
    expect(rowsOf(facts, "listeners")[0]).toMatchObject([
      "0.0.0.0:7801",
      7801,
      9,
      8,
      expect.any(Number),
      true,
      "python3",
    ]);
  });

  it("procfs tells owners of CLOSE_WAIT as ss does, and no round trips", () => {
    const facts = plain(parseRecording("sockets/procfs-close-wait-node").facts);
    expect(rowsOf(facts, "closeWaits")[0]?.slice(0, 2)).toEqual([expect.stringMatching(/ to :7803$/), "node"]);
    expect(facts["peers"]).toBeUndefined();
  });
});
