import { ByteReader, ByteWriter } from "./byte-columns.ts";
import type { FrameColumns } from "./frame-columns.ts";

const version = 1;
/** How the self weights are written. */
const asWhole = 0;
const asDouble = 1;

/**
 * version, count of names, names; count of frames; then column by column: name indexes; levels, each as how far it
 * climbs (0: one below its predecessor); form of the weights, self weights.
 */
export function encodeColumns({ names, name, depth, self }: FrameColumns): Uint8Array {
  const writer = new ByteWriter();
  writer.whole(version);
  writer.whole(names.length);
  for (const text of names) writer.text(text);
  writer.whole(name.length);
  for (const index of name) writer.whole(index);
  for (let row = 1; row < depth.length; row++) writer.whole(depth[row - 1]! + 1 - depth[row]!);
  const isWhole = self.every(Number.isSafeInteger);
  writer.whole(isWhole ? asWhole : asDouble);
  for (const weight of self) isWhole ? writer.whole(weight) : writer.double(weight);
  return writer.finish();
}

/** @throws RangeError when the bytes are of another version or cut short. */
export function decodeColumns(bytes: Uint8Array): FrameColumns {
  const reader = new ByteReader(bytes);
  const found = reader.whole();
  if (found !== version) throw new RangeError(`the profile is of version ${found}, this page reads ${version}`);
  const names = Array.from({ length: reader.whole() }, () => reader.text());
  const size = reader.whole();
  const name = Uint32Array.from({ length: size }, () => reader.whole());
  const depth = new Uint32Array(size);
  for (let row = 1; row < size; row++) depth[row] = depth[row - 1]! + 1 - reader.whole();
  const isWhole = reader.whole() === asWhole;
  const self = Float64Array.from({ length: size }, () => (isWhole ? reader.whole() : reader.double()));
  return { names, name, depth, self };
}
