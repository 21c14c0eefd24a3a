import { JsonDocument, type JsonPart } from "./json-document.ts";
import { noStacks } from "./no-stacks.ts";
import type { ProfileReader, ProfileReading, ReaderOptions } from "./profile-reader.ts";
import { StackSink } from "./stack-sink.ts";
import { unreadable } from "./unreadable.ts";
import { addV8Stacks, type V8Profile } from "./v8-profile.ts";

/**
 * V8's profiles: a `.cpuprofile` (`node --cpu-prof`, DevTools), or a trace of Chrome that holds some as `Profile` and
 * `ProfileChunk` events; of several each is below its name.
 *
 * `value`: `time` (default) or `samples`.
 */
export class CpuprofileReader implements ProfileReader {
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
    const { file, value, limits } = this.#options;
    if (value !== undefined && value !== "time" && value !== "samples")
      throw unreadable(file, undefined, `a V8 profile has no value ${value}`, "Give time or samples.");
    const profiles = root.member("nodes").isPresent ? [wholeProfile(root)] : tracedProfiles(root);
    const isTimed = value === "time" || (value === undefined && profiles.some((one) => one.timeDeltas.length > 0));
    const sink = new StackSink(limits);
    for (const profile of profiles) {
      const foot = profiles.length > 1 ? [profile.name] : [];
      addV8Stacks(profile, isTimed ? "time" : "samples", limits.maximumDepth, (stack, weight) =>
        sink.add([...foot, ...stack], weight),
      );
    }
    if (sink.stacks === 0) throw noStacks(file, "V8", "samples and timeDeltas");
    const unit = isTimed ? "microseconds" : "samples";
    return { ...sink.finish(), unit, value: isTimed ? "time" : "samples", notes: [] };
  }
}

function wholeProfile(root: JsonPart): V8Profile {
  const endTime = root.member("endTime");
  return {
    name: "profile",
    nodes: root.member("nodes").items(),
    samples: numbersOf(root.member("samples")),
    timeDeltas: numbersOf(root.member("timeDeltas")),
    startTime: numberOf(root.member("startTime")) ?? 0,
    endTime: numberOf(endTime),
  };
}

interface TracedProfile {
  readonly name: string;
  readonly nodes: JsonPart[];
  readonly samples: number[];
  readonly timeDeltas: number[];
  startTime: number;
  endTime: number | undefined;
}

function tracedProfiles(root: JsonPart): V8Profile[] {
  const events = root.isArray ? root : root.member("traceEvents");
  const profiles = new Map<string, TracedProfile>();
  for (const event of events.items()) {
    const { value: name } = event.member("name");
    if (name !== "Profile" && name !== "ProfileChunk") continue;
    const process = `process ${event.member("pid").value}`;
    const key = `${process}, profile ${event.member("id").value}`;
    let profile = profiles.get(key);
    if (profile === undefined) {
      profile = { name: key, nodes: [], samples: [], timeDeltas: [], startTime: 0, endTime: undefined };
      profiles.set(key, profile);
    }
    const data = event.member("args").member("data");
    const chunk = data.member("cpuProfile");
    const nodes = chunk.member("nodes");
    if (nodes.isPresent) for (const node of nodes.items()) profile.nodes.push(node);
    for (const id of numbersOf(chunk.member("samples"))) profile.samples.push(id);
    for (const delta of numbersOf(data.member("timeDeltas"))) profile.timeDeltas.push(delta);
    profile.startTime = numberOf(data.member("startTime")) ?? profile.startTime;
    profile.endTime = numberOf(data.member("endTime")) ?? numberOf(chunk.member("endTime")) ?? profile.endTime;
  }
  return [...profiles.values()];
}

function numbersOf(part: JsonPart): readonly number[] {
  return part.isPresent ? part.numbers() : [];
}

function numberOf(part: JsonPart): number | undefined {
  return part.isPresent ? part.number() : undefined;
}
