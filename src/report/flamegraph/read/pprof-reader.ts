import type { Unit } from "../../../documents/facts.generated.ts";
import { unknownFrame } from "../../../tools/stacks/frame.ts";
import { DocumentBytes } from "./document-bytes.ts";
import { noStacks } from "./no-stacks.ts";
import { othersNote } from "./others-note.ts";
import { PprofTables } from "./pprof-tables.ts";
import type { ProfileReader, ProfileReading, ReaderOptions } from "./profile-reader.ts";
import { type Field, ProtobufBytes, ProtobufError } from "./protobuf.ts";
import { StackSink } from "./stack-sink.ts";
import { unitNamed } from "./units.ts";
import { unreadable } from "./unreadable.ts";

/**
 * pprof's profile.proto (github.com/google/pprof/tree/main/proto), unpacked. The samples come before the tables that name
 * them, so that the file is held, and read twice where it lies: nothing is made of a sample but its path in the tree.
 *
 * `value` is one of the sample types (`inuse_space`). Default as pprof's: what the profile says, or else the last.
 */
export class PprofReader implements ProfileReader {
  readonly #options: ReaderOptions;
  readonly #document: DocumentBytes;

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#document = new DocumentBytes(options.file, options.limits.maximumDocumentBytes);
  }

  push(chunk: Uint8Array): void {
    this.#document.push(chunk);
  }

  finish(): ProfileReading {
    const { file } = this.#options;
    try {
      return this.#read(new ProtobufBytes(this.#document.finish()));
    } catch (error) {
      if (!(error instanceof ProtobufError)) throw error;
      const mend = "Copy it again, or say with --from what it is.";
      throw unreadable(
        file,
        error.byte === undefined ? undefined : { byte: error.byte },
        `this is no pprof profile: ${error.message}`,
        mend,
      );
    }
  }

  #read(message: ProtobufBytes): ProfileReading {
    const { file, limits } = this.#options;
    const tables = new PprofTables(message);
    const { index, type, unit, others } = this.#choose(tables);
    const sink = new StackSink(limits);
    const frames = new Map<number, readonly string[]>();
    let negative = 0;
    for (const field of message.fields(0, message.bytes.length)) {
      if (field.number !== 2) continue;
      const { locations, values } = sampleOf(message, field);
      const weight = values[index] ?? 0;
      if (weight < 0) negative++;
      if (weight <= 0) continue;
      const stack: string[] = [];
      for (const id of locations) {
        let known = frames.get(id);
        if (known === undefined) {
          known = tables.frames(id);
          frames.set(id, known);
        }
        if (stack.length < limits.maximumDepth) stack.push(...known);
      }
      sink.add(stack.length === 0 ? [unknownFrame] : stack.reverse(), weight);
    }
    if (sink.stacks === 0) throw noStacks(file, "pprof", `samples of ${type}`);
    const notes = [
      ...othersNote(others),
      ...(negative === 0 ? [] : [`${negative} samples weigh less than nothing, and are left out: --diff shows both.`]),
    ];
    return { ...sink.finish(), unit, value: type, notes };
  }

  #choose({ sampleTypes, defaultType }: PprofTables): Choice {
    const { file, value } = this.#options;
    const names = sampleTypes.map(({ type }) => type);
    if (names.length === 0) throw noStacks(file, "pprof", "a sample type");
    const found = names.lastIndexOf(value ?? defaultType);
    if (found < 0 && value !== undefined)
      throw unreadable(file, undefined, `it has no sample type ${value}`, `It has ${names.join(", ")}.`);
    const index = found < 0 ? names.length - 1 : found;
    const { type, unit } = sampleTypes[index]!;
    const others = names.filter((name) => name !== type);
    return { index, type, unit: unit === "count" && type === "samples" ? "samples" : unitNamed(unit), others };
  }
}

interface Choice {
  /** Which of a sample's values it is. */
  readonly index: number;
  readonly type: string;
  readonly unit: Unit;
  readonly others: readonly string[];
}

function sampleOf(message: ProtobufBytes, { start, end }: Field): { locations: number[]; values: number[] } {
  const locations: number[] = [];
  const values: number[] = [];
  for (const field of message.fields(start, end)) {
    if (field.number === 1) message.numbers(field, locations);
    else if (field.number === 2) message.numbers(field, values);
  }
  return { locations, values };
}
