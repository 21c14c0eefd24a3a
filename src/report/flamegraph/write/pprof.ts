import { ByteWriter } from "../byte-columns.ts";
import type { StackTree } from "../stack-tree.ts";
import { eachStack, nameTexts } from "./each-stack.ts";
import type { ProfileMeaning } from "./profile-meaning.ts";

/** profile.proto's numbers of fields (github.com/google/pprof/tree/main/proto). */
const profile = { sampleType: 1, sample: 2, location: 4, function: 5, string: 6 };
const chunkLength = 1 << 16;

/**
 * pprof's profile.proto, to be packed by gzip. A function and a location a name; the weights are whole numbers there, so
 * that broken ones of time become nanoseconds and others are rounded.
 */
export function* pprofBytes(tree: StackTree, meaning: ProfileMeaning): Generator<Uint8Array, void, void> {
  const text = nameTexts(tree);
  const { type, unit, factor } = sampleType(tree, meaning);
  // The first string is empty; then the names, then what the sample type is called.
  const names = tree.names.size;
  const writer = new ByteWriter();
  message(writer, profile.sampleType, [varint(1), names + 1, varint(2), names + 2]);
  for (let id = 0; id < names; id++) {
    message(writer, profile.function, [varint(1), id + 1, varint(2), id + 1]);
    const line = [varint(1), id + 1];
    message(writer, profile.location, [varint(1), id + 1, range(4), lengthOf(line), ...line]);
  }
  for (const string of ["", ...Array.from({ length: names }, (_, id) => text(id)), type, unit]) {
    writer.whole(range(profile.string));
    writer.text(string);
  }
  yield writer.finish();

  let samples = new ByteWriter();
  for (const { path, self } of eachStack(tree)) {
    const locations = path.map((id) => id + 1).reverse();
    const values = [Math.round(self * factor)];
    const body = [range(1), lengthOf(locations), ...locations, range(2), lengthOf(values), ...values];
    message(samples, profile.sample, body);
    if (samples.size < chunkLength) continue;
    yield samples.finish();
    samples = new ByteWriter();
  }
  yield samples.finish();
}

interface SampleType {
  readonly type: string;
  readonly unit: string;
  /** To make whole numbers of the weights. */
  readonly factor: number;
}

const nanoseconds: Readonly<Record<string, number>> = { seconds: 1e9, milliseconds: 1e6, microseconds: 1e3 };

function sampleType(tree: StackTree, { unit, value }: ProfileMeaning): SampleType {
  const factor = nanoseconds[unit];
  if (factor !== undefined && !tree.self.every(Number.isInteger))
    return { type: value ?? "time", unit: "nanoseconds", factor };
  if (unit === "samples") return { type: value ?? "samples", unit: "count", factor: 1 };
  return { type: value ?? (unit === "bytes" ? "space" : factor === undefined ? "weight" : "time"), unit, factor: 1 };
}

/** Numbers are all that these messages hold: tags, lengths and values alike are varints. */
function message(writer: ByteWriter, field: number, body: readonly number[]): void {
  writer.whole(range(field));
  writer.whole(lengthOf(body));
  for (const number of body) writer.whole(number);
}

function varint(field: number): number {
  return field * 8;
}

function range(field: number): number {
  return field * 8 + 2;
}

function lengthOf(numbers: readonly number[]): number {
  let length = 0;
  for (let number of numbers) {
    for (; number > 127; number = Math.floor(number / 128)) length++;
    length++;
  }
  return length;
}
