import { unknownFrame } from "../../../tools/stacks/frame.ts";
import { type Field, type ProtobufBytes, ProtobufError } from "./protobuf.ts";

interface Location {
  readonly mapping: number;
  /** Functions, the innermost inlined one first. */
  readonly functions: readonly number[];
}

/** What profile.proto calls a sample's value. */
export interface SampleType {
  readonly type: string;
  readonly unit: string;
}

/** The tables of a pprof profile: strings, functions, mappings, locations. */
export class PprofTables {
  readonly sampleTypes: readonly SampleType[];
  /** Empty where the profile does not say. */
  readonly defaultType: string;
  readonly #message: ProtobufBytes;
  readonly #strings: Field[] = [];
  /** Name of a function, file of a mapping: index of the string, by id. */
  readonly #functions = new Map<number, number>();
  readonly #mappings = new Map<number, number>();
  readonly #locations = new Map<number, Location>();

  constructor(message: ProtobufBytes) {
    this.#message = message;
    const types: Field[] = [];
    let defaultType = 0;
    for (const field of message.fields(0, message.bytes.length)) {
      switch (field.number) {
        case 1:
          types.push(field);
          break;
        case 3:
          this.#enter(this.#mappings, field, 5);
          break;
        case 4:
          this.#location(field);
          break;
        case 5:
          this.#enter(this.#functions, field, 2);
          break;
        case 6:
          this.#strings.push(field);
          break;
        case 14:
          defaultType = field.value ?? 0;
          break;
      }
    }
    this.defaultType = this.#text(defaultType);
    this.sampleTypes = types.map((field) => {
      const { 1: type = 0, 2: unit = 0 } = this.#numbers(field);
      return { type: this.#text(type), unit: this.#text(unit) };
    });
  }

  /** The frames of a location, leaf first: a function, and those that it was inlined into. */
  frames(id: number): readonly string[] {
    const location = this.#locations.get(id);
    if (location === undefined) throw new ProtobufError(undefined, `a sample names location ${id}, which is not there`);
    const file = this.#text(this.#mappings.get(location.mapping) ?? 0);
    const kind = /^\[(?:kernel|guest\.kernel)/.test(file) ? "_[k]" : "";
    // Where there is no symbol the file tells at least whose code it is.
    const nameless = file === "" || file.startsWith("[") ? unknownFrame : `[${file.slice(file.lastIndexOf("/") + 1)}]`;
    const names = location.functions.map((one) => this.#text(this.#functions.get(one) ?? 0) || nameless);
    return (names.length === 0 ? [nameless] : names).map((name) => name + kind);
  }

  #location({ start, end }: Field): void {
    let id = 0;
    let mapping = 0;
    const functions: number[] = [];
    for (const field of this.#message.fields(start, end)) {
      if (field.number === 1) id = field.value ?? 0;
      else if (field.number === 2) mapping = field.value ?? 0;
      else if (field.number === 4) functions.push(this.#numbers(field)[1] ?? 0);
    }
    this.#locations.set(id, { mapping, functions });
  }

  #enter(table: Map<number, number>, field: Field, name: number): void {
    const { 1: id = 0, [name]: text = 0 } = this.#numbers(field);
    table.set(id, text);
  }

  /** The numbers of a message by their field. */
  #numbers({ start, end }: Field): Record<number, number | undefined> {
    const numbers: Record<number, number | undefined> = {};
    for (const { number, value } of this.#message.fields(start, end)) if (value !== undefined) numbers[number] = value;
    return numbers;
  }

  #text(index: number): string {
    const field = this.#strings[index];
    if (field !== undefined) return this.#message.text(field);
    if (index === 0) return "";
    throw new ProtobufError(undefined, `there is no string ${index} among ${this.#strings.length}`);
  }
}
