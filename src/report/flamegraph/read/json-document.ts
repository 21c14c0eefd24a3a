import { DocumentBytes } from "./document-bytes.ts";
import type { ReaderOptions } from "./profile-reader.ts";
import { unreadable } from "./unreadable.ts";

const mend = "Copy it again, or say with --from what it is.";

/** A JSON file, of which nothing is known yet. */
export class JsonDocument {
  readonly #file: string;
  readonly #bytes: DocumentBytes;

  constructor({ file, limits }: ReaderOptions) {
    this.#file = file;
    this.#bytes = new DocumentBytes(file, limits.maximumDocumentBytes);
  }

  push(chunk: Uint8Array): void {
    this.#bytes.push(chunk);
  }

  finish(): JsonPart {
    const text = this.#bytes.finish().toString("utf8");
    try {
      return new JsonPart(this.#file, "", JSON.parse(text));
    } catch (cause) {
      const { message } = cause as Error;
      const [, at] = /at position (\d+)/.exec(message) ?? [];
      const before = at === undefined ? text : text.slice(0, Number(at));
      const line = before.split("\n", 1_000_000).length;
      // What V8 quotes of the file may be long, and names the line again.
      const [what = ""] = message.split(/ (?:in JSON )?at position|, "|, \.\.\."/);
      throw unreadable(this.#file, { line }, `this is no JSON: ${what}`, mend);
    }
  }
}

/** A value in a JSON document: asked for what it should be, and an error says where in the document it is not. */
export class JsonPart {
  readonly #file: string;
  readonly #path: string;
  readonly value: unknown;

  constructor(file: string, path: string, value: unknown) {
    this.#file = file;
    this.#path = path;
    this.value = value;
  }

  get isPresent(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  get isArray(): boolean {
    return Array.isArray(this.value);
  }

  /** Undefined inside where there is no such member. */
  member(name: string): JsonPart {
    const { value } = this;
    const inner =
      typeof value === "object" && value !== null && Object.hasOwn(value, name)
        ? (value as Readonly<Record<string, unknown>>)[name]
        : undefined;
    return new JsonPart(this.#file, this.#path === "" ? name : `${this.#path}.${name}`, inner);
  }

  items(): JsonPart[] {
    return this.#array().map((value, index) => new JsonPart(this.#file, `${this.#path}[${index}]`, value));
  }

  /** Without an object each: samples come by the million. */
  numbers(): readonly number[] {
    const values = this.#array();
    const wrong = values.findIndex((value) => !isNumber(value));
    if (wrong >= 0) this.items()[wrong]!.refuse("is no number");
    return values as number[];
  }

  text(): string {
    if (typeof this.value !== "string") this.refuse("is no text");
    return this.value;
  }

  number(): number {
    if (!isNumber(this.value)) this.refuse("is no number");
    return this.value;
  }

  refuse(what: string): never {
    const path = this.#path === "" ? "its content" : this.#path;
    throw unreadable(this.#file, undefined, `${path} ${this.isPresent ? what : "is missing"}`, mend);
  }

  #array(): readonly unknown[] {
    if (!Array.isArray(this.value)) this.refuse("is no list");
    return this.value;
  }
}

/** JSON has no infinity, but `1e999` reads as one; sums of what is below stay finite. */
function isNumber(value: unknown): value is number {
  return typeof value === "number" && Math.abs(value) < 1e21;
}
