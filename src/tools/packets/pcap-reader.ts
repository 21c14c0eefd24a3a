/** A frame of a capture: when, in seconds since the epoch, what was kept of it, and how long it was. */
export interface Frame {
  readonly at: number;
  readonly bytes: Buffer;
  readonly length: number;
}

/** More than any interface's frame with all that the kernel put together (GRO, BIG TCP): what claims more is no capture. */
const longestFrame = 262_144;
const fileHeader = 24;
const frameHeader = 16;

/** Reads a capture in pcap's format (pcap-savefile(5)) as it comes, in pieces of any size. */
export class PcapReader {
  #rest: Buffer = Buffer.alloc(0);
  #format: { readonly isLittle: boolean; readonly ticks: number; readonly link: number } | undefined;
  #isBroken = false;

  /** LINKTYPE_… of the frames, once the header has been read. */
  get link(): number | undefined {
    return this.#format?.link;
  }

  /** The bytes are no capture, or it went wrong on the way: nothing more is read. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** @returns the frames that are whole now. Their bytes are valid until the next call. */
  *read(chunk: Buffer): Generator<Frame> {
    if (this.#isBroken) return;
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    if (this.#format === undefined && bytes.length >= fileHeader) {
      this.#format = formatOf(bytes);
      if (this.#format === undefined) {
        this.#isBroken = true;
        return;
      }
      bytes = bytes.subarray(fileHeader);
    }
    const format = this.#format;
    let at = 0;
    while (format !== undefined && bytes.length - at >= frameHeader) {
      const word = (offset: number) =>
        format.isLittle ? bytes.readUInt32LE(at + offset) : bytes.readUInt32BE(at + offset);
      const kept = word(8);
      if (kept > longestFrame) {
        this.#isBroken = true;
        return;
      }
      if (bytes.length - at < frameHeader + kept) break;
      const start = at + frameHeader;
      yield { at: word(0) + word(4) / format.ticks, bytes: bytes.subarray(start, start + kept), length: word(12) };
      at = start + kept;
    }
    this.#rest = Buffer.from(bytes.subarray(at));
  }
}

function formatOf(header: Buffer): { isLittle: boolean; ticks: number; link: number } | undefined {
  for (const isLittle of [true, false]) {
    const word = (offset: number) => (isLittle ? header.readUInt32LE(offset) : header.readUInt32BE(offset));
    const ticks = word(0) === 0xa1b2c3d4 ? 1e6 : word(0) === 0xa1b23c4d ? 1e9 : undefined;
    // The upper bits of the link type hold the length of a frame's checksum.
    if (ticks !== undefined) return { isLittle, ticks, link: word(20) & 0x0fff_ffff };
  }
  return undefined;
}
