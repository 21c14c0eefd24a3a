import { JsonDocument, type JsonPart } from "./json-document.ts";
import { noStacks } from "./no-stacks.ts";
import { othersNote } from "./others-note.ts";
import type { ProfileReader, ProfileReading, ReaderOptions } from "./profile-reader.ts";
import { StackSink } from "./stack-sink.ts";
import { unitNamed } from "./units.ts";
import { unreadable } from "./unreadable.ts";

/**
 * speedscope's own format (github.com/jlfwong/speedscope, src/lib/file-format-spec.ts): sampled and evented profiles over
 * one list of frames. Of several, threads mostly, all are taken that have the unit of the one that speedscope opens, each
 * below its name.
 *
 * `value` is the name of one of the profiles.
 */
export class SpeedscopeReader implements ProfileReader {
  readonly #options: ReaderOptions;
  readonly #document: JsonDocument;

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#document = new JsonDocument(options);
  }

  push(chunk: Uint8Array): void {
    this.#document.push(chunk);
  }

  finish(): ProfileReading {
    const root = this.#document.finish();
    const { file, limits } = this.#options;
    const frames = root
      .member("shared")
      .member("frames")
      .items()
      .map((frame) => frame.member("name").text() || "[unknown]");
    const all = root.member("profiles").items().map(profileOf);
    const active = root.member("activeProfileIndex");
    const chosen = this.#choose(all, active.isPresent ? active.number() : 0);
    const sink = new StackSink(limits);
    for (const profile of chosen) {
      const foot = chosen.length > 1 ? [profile.name || "[unknown]"] : [];
      const add = (stack: readonly number[], weight: number) => {
        if (weight <= 0) return;
        const kept = stack.length > limits.maximumDepth ? stack.slice(-limits.maximumDepth) : stack;
        sink.add([...foot, ...kept.map((index) => frames[index]!)], weight);
      };
      if (profile.type === "sampled") readSamples(profile.part, frames.length, add);
      else readEvents(profile.part, frames.length, add);
    }
    if (sink.stacks === 0) throw noStacks(file, "speedscope", "profiles with weights");
    const others = all.filter((profile) => !chosen.includes(profile)).map(({ name }) => name);
    const [one] = chosen;
    return {
      ...sink.finish(),
      unit: unitNamed(one?.unit ?? "none"),
      ...(chosen.length === 1 && one !== undefined ? { value: one.name } : {}),
      notes: othersNote(others),
    };
  }

  #choose(all: readonly Profile[], active: number): readonly Profile[] {
    const { file, value } = this.#options;
    if (value === undefined) {
      const { unit } = all[active] ?? all[0] ?? {};
      return all.filter((profile) => profile.unit === unit);
    }
    const named = all.filter(({ name }) => name === value);
    const names = [...new Set(all.map(({ name }) => name))].slice(0, 20).join(", ");
    if (named.length === 0) throw unreadable(file, undefined, `it has no profile ${value}`, `It has ${names}.`);
    return named;
  }
}

interface Profile {
  readonly name: string;
  readonly type: "sampled" | "evented";
  readonly unit: string;
  readonly part: JsonPart;
}

function profileOf(part: JsonPart): Profile {
  const type: JsonPart = part.member("type");
  if (type.value !== "sampled" && type.value !== "evented") type.refuse("is neither sampled nor evented");
  return { name: part.member("name").text(), type: type.value, unit: part.member("unit").text(), part };
}

type Add = (stack: readonly number[], weight: number) => void;

function readSamples(profile: JsonPart, frames: number, add: Add): void {
  const weights = profile.member("weights");
  const each = weights.numbers();
  const samples = profile.member("samples").items();
  if (samples.length !== each.length) weights.refuse(`has ${each.length} weights of ${samples.length} samples`);
  for (const [index, sample] of samples.entries()) {
    const stack = sample.numbers();
    if (stack.some((frame) => !isIndex(frame, frames))) sample.refuse("names a frame that is not there");
    add(stack, each[index]!);
  }
}

/** What is on the stack from one event to the next has that time. */
function readEvents(profile: JsonPart, frames: number, add: Add): void {
  const stack: number[] = [];
  let before = profile.member("startValue").number();
  for (const event of profile.member("events").items()) {
    const at = event.member("at").number();
    if (stack.length > 0) add(stack, at - before);
    before = at;
    const frame = event.member("frame").number();
    const type = event.member("type");
    if (!isIndex(frame, frames)) event.refuse("names a frame that is not there");
    if (type.value === "O") stack.push(frame);
    else if (type.value !== "C") type.refuse("is neither O nor C");
    else if (stack.pop() !== frame) event.refuse("closes a frame that is not the innermost open one");
  }
}

function isIndex(index: number, length: number): boolean {
  return Number.isInteger(index) && index >= 0 && index < length;
}
