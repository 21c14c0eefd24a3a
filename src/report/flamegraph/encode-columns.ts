import { ByteReader, ByteWriter } from "./byte-columns.ts";
import type { FrameColumns } from "./frame-columns.ts";
import { finished, type Steps } from "./steps.ts";

/** With a baseline it is version 2; a page knows both. */
const version = 1;
const diffVersion = 2;
/** How weights are written. */
const asWhole = 0;
const asDouble = 1;
/** Rows between two moments at which a reader may pause: some milliseconds. */
const stride = 1 << 14;

/**
 * version, count of names, names; count of frames; then column by column: name indexes; levels, each as how far it
 * climbs (0: one below its predecessor); form of the weights, self weights; in a diff form and weights of the baseline.
 */
export function encodeColumns({ names, name, depth, self, baseline }: FrameColumns): Uint8Array {
  const writer = new ByteWriter();
  writer.whole(baseline ? diffVersion : version);
  writer.whole(names.length);
  for (const text of names) writer.text(text);
  writer.whole(name.length);
  writer.wholes(name);
  writer.wholes(climbs(depth));
  writeWeights(writer, self);
  if (baseline) writeWeights(writer, baseline);
  return writer.finish();
}

function climbs(depth: Uint32Array): Uint32Array {
  const climbed = new Uint32Array(Math.max(0, depth.length - 1));
  for (let row = 1; row < depth.length; row++) climbed[row - 1] = depth[row - 1]! + 1 - depth[row]!;
  return climbed;
}

function writeWeights(writer: ByteWriter, weights: Float64Array): void {
  const isWhole = weights.every(Number.isSafeInteger);
  writer.whole(isWhole ? asWhole : asDouble);
  if (isWhole) writer.wholes(weights);
  else for (const weight of weights) writer.double(weight);
}

/** @throws RangeError when the bytes are of another version or cut short. */
export function decodeColumns(bytes: Uint8Array): FrameColumns {
  return finished(decodeSteps(bytes));
}

/**
 * The same in short steps, for a page that has to stay alive in between.
 *
 * @throws RangeError as `decodeColumns`.
 */
export function* decodeSteps(bytes: Uint8Array): Steps<FrameColumns> {
  const reader = new ByteReader(bytes);
  const found = reader.whole();
  if (found !== version && found !== diffVersion) {
    throw new RangeError(`the profile is of version ${found}, this page reads ${version} and ${diffVersion}`);
  }
  const names: string[] = [];
  for (let left = reader.whole(); left > 0; left--) {
    names.push(reader.text());
    if (left % stride === 0) yield;
  }
  const size = reader.whole();
  // A frame takes three bytes, the root two: a count that cannot be true is not allocated.
  if (size * 3 > bytes.length + 1) throw new RangeError("the profile ends too early");
  const name = new Uint32Array(size);
  const depth = new Uint32Array(size);
  for (let row = 0; row < size; row++) {
    name[row] = reader.whole();
    if (row % stride === 0) yield;
  }
  for (let row = 1; row < size; row++) {
    depth[row] = depth[row - 1]! + 1 - reader.whole();
    if (row % stride === 0) yield;
  }
  const self = yield* readWeights(reader, size);
  if (found === version) return { names, name, depth, self };
  return { names, name, depth, self, baseline: yield* readWeights(reader, size) };
}

function* readWeights(reader: ByteReader, size: number): Steps<Float64Array> {
  const isWhole = reader.whole() === asWhole;
  const weights = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    weights[row] = isWhole ? reader.whole() : reader.double();
    if (row % stride === 0) yield;
  }
  return weights;
}
