/** A field of a message: its number, and its value, a number or the range of bytes that holds it. */
export interface Field {
  readonly number: number;
  /** Undefined where the value is a range. */
  readonly value: number | undefined;
  readonly start: number;
  readonly end: number;
}

/**
 * Bytes in the encoding of Protocol Buffers (protobuf.dev/programming-guides/encoding), read where they lie. Whole
 * numbers above 2^53 are rounded to what a double holds.
 */
export class ProtobufBytes {
  readonly bytes: Buffer;
  /** Where the last {@link varint} ended. */
  at = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** The fields of the message in `[start, end)`. @throws RangeError with the place, where they are none. */
  *fields(start: number, end: number): Generator<Field, void, void> {
    for (let at = start; at < end; ) {
      const tag = this.varint(at, end);
      const number = Math.floor(tag / 8);
      if (number === 0) throw new ProtobufError(at, "there is no field 0");
      const from = this.at;
      switch (tag % 8) {
        case 0: {
          const value = this.varint(from, end);
          at = this.at;
          yield { number, value, start: from, end: at };
          break;
        }
        case 1:
          at = from + 8;
          break;
        case 5:
          at = from + 4;
          break;
        case 2: {
          const length = this.varint(from, end);
          const first = this.at;
          if (length < 0 || first + length > end) throw new ProtobufError(from, "a field ends behind its message");
          at = first + length;
          yield { number, value: undefined, start: first, end: at };
          break;
        }
        default:
          throw new ProtobufError(at, `there is no wire type ${tag % 8}`);
      }
      if (at > end) throw new ProtobufError(from, "a field ends behind its message");
    }
  }

  /** A repeated number: packed, or one of several fields. */
  numbers({ value, start, end }: Field, into: number[]): void {
    if (value !== undefined) {
      into.push(value);
      return;
    }
    for (let at = start; at < end; at = this.at) into.push(this.varint(at, end));
  }

  text({ start, end }: Field): string {
    return this.bytes.toString("utf8", start, end);
  }

  /** Two's complement, as int64 has it. */
  varint(start: number, end: number): number {
    let low = 0;
    let high = 0;
    for (let at = start, shift = 0; at < end && shift < 70; at++, shift += 7) {
      const byte = this.bytes[at]!;
      const bits = byte & 127;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 128) {
        this.at = at + 1;
        return (high | 0) * 0x1_0000_0000 + (low >>> 0);
      }
    }
    throw new ProtobufError(start, "a number has no end");
  }
}

export class ProtobufError extends Error {
  /** Where, if it is one place. */
  readonly byte: number | undefined;

  constructor(byte: number | undefined, message: string) {
    super(message);
    this.byte = byte;
  }
}
