import { alertName, type Hello, readHello, readRecord, recordHeader, type TlsRecord } from "./tls-record.ts";

export type TlsSide = "client" | "server";

export interface TlsFailure {
  readonly by: TlsSide;
  /** The alert, or what happened in place of one. */
  readonly why: string;
}

/** A segment with data that had not been seen. */
export interface Segment {
  readonly sequence: number;
  /** Bytes of data, also where they were not kept. */
  readonly data: number;
  readonly payload: Buffer;
  readonly at: number;
}

/**
 * An alert of TLS 1.3 is encrypted: two bytes, one for the type, and a tag of 16 at the most (RFC 8446, 5.2). Nothing else that
 * stands in its place is so short: a Finished has 36 bytes and more.
 */
const encryptedAlert = 19;

/**
 * One handshake of TLS, from the ClientHello on, by the headers of records, the hellos and alerts: no key is needed. Of each side the place
 * of the next record is followed; where it is lost (a gap, or a record that begins behind what was kept) a segment that begins with one finds it again.
 */
export class TlsHandshake {
  readonly startedAt: number;
  readonly hello: Hello;
  version = "";
  /** Of the ServerHello. */
  answeredAt: number | undefined;
  /** TLS 1.3: of the client's Finished, its first encrypted record. Before: when both sides have changed to their keys. */
  doneAt: number | undefined;
  failure: TlsFailure | undefined;
  /** Nothing more will come of it that counts. */
  isOver = false;
  readonly #next: Partial<Record<TlsSide, number>> = {};
  readonly #changed = new Set<TlsSide>();
  #isClosing = false;

  /** @returns undefined where the segment is no ClientHello. */
  static begin(segment: Segment): TlsHandshake | undefined {
    const record = readRecord(segment.payload, 0);
    const hello = record?.type === 22 ? readHello(record.body) : undefined;
    return hello?.isClient === true ? new TlsHandshake(segment, hello) : undefined;
  }

  private constructor(segment: Segment, hello: Hello) {
    this.startedAt = segment.at;
    this.hello = hello;
    this.add("client", segment);
  }

  add(side: TlsSide, { sequence, data: length, payload, at }: Segment): void {
    const next = this.#next[side];
    let offset = next === undefined ? 0 : (next - sequence) | 0;
    if (offset < 0) offset = 0;
    let isFound = true;
    while (offset < length && !this.isOver) {
      const record = readRecord(payload, offset);
      isFound = record !== undefined;
      if (record === undefined) {
        // Before its hello nothing of the server may be anything else.
        if (side === "server" && this.answeredAt === undefined && offset === 0 && payload.length >= recordHeader)
          this.#fail("server", "an answer that is not TLS");
        break;
      }
      this.#record(side, record, at);
      offset += recordHeader + record.length;
    }
    if (isFound) this.#next[side] = (sequence + offset) >>> 0;
    else delete this.#next[side];
  }

  /** A side ends the connection. */
  close(side: TlsSide, isReset: boolean): void {
    if (this.doneAt === undefined) this.#fail(side, isReset ? "a reset" : "the end of the connection");
    this.#isClosing = true;
    this.isOver ||= isReset;
  }

  #record(side: TlsSide, { type, length, body }: TlsRecord, at: number): void {
    if (type === 22 && this.answeredAt === undefined) this.#handshake(side, body, at);
    else if (type === 20) this.#change(side, at);
    else if (type === 21) this.#alert(side, length, body);
    else if (type === 23 && this.answeredAt !== undefined) this.#encrypted(side, length, at);
  }

  #handshake(side: TlsSide, body: Buffer, at: number): void {
    const hello = side === "server" ? readHello(body) : undefined;
    if (hello === undefined || hello.isClient) return;
    this.answeredAt = at;
    this.version = hello.version;
  }

  #change(side: TlsSide, at: number): void {
    this.#changed.add(side);
    // TLS 1.3 sends it only to look like one of before (RFC 8446, D.4).
    if (this.version !== "TLS 1.3" && this.#changed.size === 2) this.#finish(at);
  }

  #alert(side: TlsSide, length: number, body: Buffer): void {
    const [level, code] = body;
    if (length !== 2 || level === undefined || code === undefined) this.#fail(side, "an encrypted alert");
    // A warning of TLS 1.2, such as that of an unrecognized name, ends nothing.
    else if (level === 2 || code === 0) this.#fail(side, alertName(code));
  }

  #encrypted(side: TlsSide, length: number, at: number): void {
    if (this.version !== "TLS 1.3") this.#finish(at);
    else if (length > encryptedAlert) {
      if (side === "client") this.doneAt ??= at;
      // The server's first record of after the handshake: it has taken what the client sent.
      else this.isOver = this.doneAt !== undefined;
    } else if (this.doneAt === undefined || (side === "server" && !this.#isClosing)) {
      this.doneAt = undefined;
      this.#fail(side, "an encrypted alert");
    } else this.isOver = true;
  }

  #finish(at: number): void {
    this.doneAt ??= at;
    this.isOver = true;
  }

  #fail(by: TlsSide, why: string): void {
    this.failure ??= { by, why };
    this.isOver = true;
  }
}
