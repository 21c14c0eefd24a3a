import { frameName } from "../../stacks/frame.ts";
import { StackCounter } from "../../stacks/stack-counter.ts";
import { markedV8Frame } from "../../stacks/v8-frame.ts";
import { textLines } from "../../text-lines.ts";
import type { RawOutput } from "../../tool.ts";
import type { SampledStacks } from "../sampled-stacks.ts";

export interface NodeStacks extends SampledStacks {
  /** Samples in which the main thread waited for events. They are not in `folded`. */
  readonly waits: number;
}

/** `diag helper node-profile`: folded stacks, root to leaf; `(idle)` is the main thread waiting for events. */
export function parseNodeProfile(output: RawOutput): NodeStacks {
  const counter = new StackCounter();
  let waits = 0;
  for (const line of textLines(output.stdout)) {
    const space = line.lastIndexOf(" ");
    const weight = Number(line.slice(space + 1));
    if (space < 1 || !Number.isSafeInteger(weight) || weight < 1) continue;
    const parts = line.slice(0, space).split(";");
    if (parts.at(-1) === "(idle)") waits += weight;
    else counter.add("node", parts.map(frameOf), weight);
  }
  return { folded: counter.folded, waits };
}

function frameOf(part: string): string {
  return markedV8Frame(frameName(part));
}
