import { describe, expect, it } from "vitest";
import { TlsHandshake, type TlsSide } from "../../src/tools/packets/tls-handshake.ts";
import { readHello, readRecord } from "../../src/tools/packets/tls-record.ts";
import { hello, tls } from "./capture.ts";

const clientHello = tls([22, hello({ name: "shop.example.com" })]);
const serverHello = (version: number) => hello({ version });
const changed = [20, Buffer.from([1])] as const;
const encrypted = (length: number) => [23, Buffer.alloc(length, 5)] as const;
const alert = (level: number, code: number) => [21, Buffer.from([level, code])] as const;

/** Plays what each side says, in order, each segment whole: 10 ms apart. */
function played(...said: readonly (readonly [TlsSide, Buffer])[]): TlsHandshake {
  const next: Record<TlsSide, number> = { client: 1000, server: 0xffff_ff00 };
  let handshake: TlsHandshake | undefined;
  for (const [index, [side, payload]] of [["client", clientHello] as const, ...said].entries()) {
    const segment = { sequence: next[side], data: payload.length, payload, at: index / 100 };
    if (handshake === undefined) handshake = TlsHandshake.begin(segment);
    else if (!handshake.isOver) handshake.add(side, segment);
    next[side] = (next[side] + payload.length) >>> 0;
  }
  if (handshake === undefined) throw new Error("no ClientHello");
  return handshake;
}

describe("hellos", () => {
  it("tell whom the client asks for, and what the server chose", () => {
    expect(readHello(hello({ name: "shop.example.com" }))).toEqual({
      isClient: true,
      version: "TLS 1.2",
      serverName: "shop.example.com",
    });
    expect(readHello(serverHello(0x0304))).toEqual({ isClient: false, version: "TLS 1.3", serverName: "" });
    expect(readHello(serverHello(0x0301))?.version).toBe("TLS 1.0");
  });

  it("of TLS 1.3 are known by their key share too, where the version stands behind what was kept", () => {
    const body = Buffer.concat([
      serverHello(0x0303).subarray(0, -2),
      Buffer.from([0, 60, 0, 51, 0, 36, ...Buffer.alloc(20)]),
    ]);
    expect(readHello(body)?.version).toBe("TLS 1.3");
  });

  it("cut off anywhere, and names that are none, are read as far as they go", () => {
    for (const whole of [hello({ name: "shop.example.com" }), serverHello(0x0304)])
      for (let length = 0; length <= whole.length; length += 1)
        expect(readHello(whole.subarray(0, length))?.serverName ?? "").toMatch(/^(?:shop\.example\.com)?$/);
    expect(readHello(hello({ name: "<b>\u0007" }))?.serverName).toBe("");
  });

  it("stand in records, which other bytes are not", () => {
    expect(readRecord(clientHello, 0)).toMatchObject({ type: 22 });
    for (const bytes of ["HTTP/1.1 400 Bad Request", "\u0016\u0003\u0009\u0000\u0001\u0001", "\u0016\u0003\u0001"])
      expect(readRecord(Buffer.from(bytes, "latin1"), 0)).toBeUndefined();
  });
});

describe("a handshake", () => {
  it("of TLS 1.3 is done with the client's Finished, and over with the server's next record", () => {
    const flight = tls([22, serverHello(0x0304)], changed, encrypted(30), encrypted(900), encrypted(53));
    const handshake = played(
      ["server", flight],
      ["client", tls(changed, encrypted(53), encrypted(200))],
      ["server", tls(encrypted(300))],
    );
    expect(handshake).toMatchObject({ startedAt: 0, answeredAt: 0.01, doneAt: 0.02, version: "TLS 1.3", isOver: true });
    expect(handshake.failure).toBeUndefined();
  });

  it("of TLS 1.2 is done when both sides have changed to their keys", () => {
    const handshake = played(
      ["server", tls([22, serverHello(0x0303)], [22, Buffer.alloc(900, 11)])],
      ["client", tls([22, Buffer.alloc(70, 16)], changed, [22, Buffer.alloc(40, 1)])],
      ["server", tls(changed, [22, Buffer.alloc(40, 1)])],
    );
    expect(handshake).toMatchObject({ answeredAt: 0.01, doneAt: 0.03, version: "TLS 1.2", isOver: true });
  });

  it("fails by an alert, whoever sends it", () => {
    expect(played(["server", tls(alert(2, 70))]).failure).toEqual({ by: "server", why: "protocol version" });
    const refused = played(["server", tls([22, serverHello(0x0303)])], ["client", tls(alert(2, 45))]);
    expect(refused).toMatchObject({ answeredAt: 0.01, failure: { by: "client", why: "certificate expired" } });
  });

  it("goes on after a warning", () => {
    expect(played(["server", tls(alert(1, 112), [22, serverHello(0x0303)])])).toMatchObject({
      answeredAt: 0.01,
      failure: undefined,
    });
  });

  it("of TLS 1.3 fails by an alert that is encrypted: in place of the client's Finished, or in answer to it", () => {
    const flight = tls([22, serverHello(0x0304)], changed, encrypted(900));
    expect(played(["server", flight], ["client", tls(changed, encrypted(19))]).failure).toEqual({
      by: "client",
      why: "an encrypted alert",
    });
    const answered = played(["server", flight], ["client", tls(encrypted(53))], ["server", tls(encrypted(19))]);
    expect(answered).toMatchObject({ doneAt: undefined, failure: { by: "server", why: "an encrypted alert" } });
  });

  it("does not fail by the close of what asks nothing", () => {
    const flight = tls([22, serverHello(0x0304)], changed, encrypted(900));
    const closed = played(
      ["server", flight],
      ["client", tls(encrypted(53), encrypted(19))],
      ["server", tls(encrypted(19))],
    );
    expect(closed).toMatchObject({ doneAt: 0.02, failure: undefined, isOver: true });
    const ended = played(["server", flight], ["client", tls(encrypted(53))]);
    ended.close("client", false);
    ended.add("server", { sequence: 0, data: 24, payload: tls(encrypted(19)), at: 1 });
    expect(ended.failure).toBeUndefined();
  });

  it("fails where the server speaks something else, or the connection ends", () => {
    expect(played(["server", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")]).failure).toEqual({
      by: "server",
      why: "an answer that is not TLS",
    });
    const reset = played();
    reset.close("server", true);
    expect(reset).toMatchObject({ failure: { by: "server", why: "a reset" }, isOver: true });
  });

  it("is followed over records that were not kept, and found again after a gap", () => {
    const flight = tls([22, serverHello(0x0303)], [22, Buffer.alloc(3000, 11)]);
    const handshake = TlsHandshake.begin({ sequence: 0, data: clientHello.length, payload: clientHello, at: 0 });
    handshake?.add("server", { sequence: 0, data: 1448, payload: flight.subarray(0, 400), at: 1 });
    handshake?.add("server", {
      sequence: 1448,
      data: flight.length - 1448,
      payload: flight.subarray(1448, 1848),
      at: 1,
    });
    handshake?.add("client", { sequence: 9_999, data: 6, payload: tls(changed), at: 2 });
    handshake?.add("server", { sequence: flight.length, data: 6, payload: tls(changed), at: 3 });
    expect(handshake).toMatchObject({ answeredAt: 1, doneAt: 3, failure: undefined });
  });
});
