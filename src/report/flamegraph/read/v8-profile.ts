import { markedV8Frame, v8Frame } from "../../../tools/stacks/v8-frame.ts";
import type { JsonPart } from "./json-document.ts";

/** One profile of V8: a tree of calls by id, and which of its nodes each sample met (Chrome DevTools Protocol, Profiler.Profile). */
export interface V8Profile {
  readonly name: string;
  readonly nodes: readonly JsonPart[];
  /** Node ids in order of time. */
  readonly samples: readonly number[];
  /** Microseconds from the sample before; the first from `startTime`. */
  readonly timeDeltas: readonly number[];
  readonly startTime: number;
  /** Absent where the recording was cut off. */
  readonly endTime: number | undefined;
}

/** Calls `add` with each node's stack, root first, that has samples. */
export function addV8Stacks(
  profile: V8Profile,
  weigh: "time" | "samples",
  maximumDepth: number,
  add: (stack: string[], weight: number) => void,
): void {
  const nodes = new Map(profile.nodes.map((node) => [node.member("id").number(), node]));
  const parents = new Map<number, number>();
  for (const [id, node] of nodes) {
    const parent = node.member("parent");
    if (parent.isPresent) parents.set(id, parent.number());
    const children = node.member("children");
    if (children.isPresent) for (const child of children.numbers()) parents.set(child, id);
  }
  const names = new Map<number, string>();
  const nameOf = (id: number, node: JsonPart): string => {
    let name = names.get(id);
    if (name === undefined) {
      name = frameName(node.member("callFrame"));
      names.set(id, name);
    }
    return name;
  };
  for (const [leaf, weight] of weigh === "time" ? times(profile) : counts(profile)) {
    if (weight <= 0) continue;
    const stack: string[] = [];
    for (let id: number | undefined = leaf; id !== undefined && stack.length < maximumDepth; id = parents.get(id)) {
      const node = nodes.get(id);
      // Chunks of a recording that was cut off are missing.
      if (node === undefined) break;
      const name = nameOf(id, node);
      if (name !== "(root)") stack.push(name);
    }
    add(stack.length === 0 ? ["[unknown]"] : stack.reverse(), weight);
  }
}

function frameName(callFrame: JsonPart): string {
  const functionName = callFrame.member("functionName").text();
  if (functionName === "(root)") return functionName;
  const place = (name: string): number => {
    const part = callFrame.member(name);
    return part.isPresent ? part.number() : 0;
  };
  const url = callFrame.member("url");
  return markedV8Frame(
    v8Frame({
      functionName,
      url: url.isPresent ? url.text() : "",
      lineNumber: place("lineNumber"),
      columnNumber: place("columnNumber"),
    }),
  );
}

function counts({ samples, nodes }: V8Profile): Map<number, number> {
  const weights = new Map<number, number>();
  for (const id of samples) weights.set(id, (weights.get(id) ?? 0) + 1);
  // Node.js before 8 and some writers give the counts alone.
  if (samples.length === 0)
    for (const node of nodes) {
      const hits = node.member("hitCount");
      if (hits.isPresent) weights.set(node.member("id").number(), hits.number());
    }
  return weights;
}

/** A sample's function has the time until the next one, as in the browser's own tools. V8 may write samples out of order. */
function times({ samples, timeDeltas, startTime, endTime }: V8Profile): Map<number, number> {
  let at = startTime;
  const taken = samples.map((id, index) => {
    at += timeDeltas[index] ?? 0;
    return { id, at };
  });
  if (timeDeltas.some((delta) => delta < 0)) taken.sort((a, b) => a.at - b.at);
  const weights = new Map<number, number>();
  for (const [index, { id, at: from }] of taken.entries()) {
    const until = taken[index + 1]?.at ?? Math.max(from, endTime ?? from);
    weights.set(id, (weights.get(id) ?? 0) + until - from);
  }
  return weights;
}
