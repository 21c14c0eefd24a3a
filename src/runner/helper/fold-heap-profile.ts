import { type V8CallFrame, v8Frame } from "../../tools/stacks/v8-frame.ts";
import { foldable } from "./fold-cpu-profile.ts";
import { HelperError } from "./helper-output.ts";

/** A call in what HeapProfiler.stopSampling gives (Chrome DevTools Protocol, HeapProfiler.SamplingHeapProfileNode). */
interface HeapNode {
  readonly callFrame: V8CallFrame;
  /** Bytes that it allocated itself, estimated. */
  readonly selfSize: number;
  readonly children: readonly unknown[];
}

const deepest = 1_024;

/** Folded stacks, root to leaf, by bytes. */
export function foldHeapProfile(profile: unknown): string {
  const { head } = Object(profile) as { readonly head?: unknown };
  const weights = new Map<string, number>();
  const open: { readonly value: unknown; readonly callers: readonly string[] }[] = [{ value: head, callers: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, callers } = next;
    if (!isHeapNode(value)) throw new HelperError("the inspector answered with something that is no heap profile");
    const { callFrame, selfSize, children } = value;
    const stack = callFrame.functionName === "(root)" ? callers : [...callers, foldable(v8Frame(callFrame))];
    const bytes = Math.round(selfSize);
    if (bytes > 0 && stack.length > 0) {
      const folded = stack.join(";");
      weights.set(folded, (weights.get(folded) ?? 0) + bytes);
    }
    if (stack.length < deepest) open.push(...children.map((child) => ({ value: child, callers: stack })));
  }
  return [...weights].map(([stack, bytes]) => `${stack} ${bytes}\n`).join("");
}

/** The program that is profiled is what answers: its answer may be anything. */
function isHeapNode(value: unknown): value is HeapNode {
  const { callFrame, selfSize, children } = Object(value) as Partial<HeapNode>;
  const { functionName, url, lineNumber, columnNumber } = Object(callFrame) as Partial<V8CallFrame>;
  return (
    [selfSize, lineNumber, columnNumber].every(Number.isFinite) &&
    typeof functionName === "string" &&
    typeof url === "string" &&
    Array.isArray(children)
  );
}
