import { frameName } from "../../stacks/frame.ts";
import { StackCounter } from "../../stacks/stack-counter.ts";
import { textLines } from "../../text-lines.ts";
import type { RawOutput } from "../../tool.ts";
import type { SampledStacks } from "../sampled-stacks.ts";

/**
 * `rbspy record --format collapsed`: folded stacks with the line that runs, which would make a frame of every line:
 *
 *     <main> - /srv/shop.rb:14;times [c function] - (unknown);block in price_of - /srv/shop.rb:4 78
 *
 * Methods written in C have no name in most releases of Ruby: what they take counts for the Ruby method that called them.
 */
export function parseRbspy(output: RawOutput): SampledStacks {
  const counter = new StackCounter();
  for (const line of textLines(output.stdout)) {
    const space = line.lastIndexOf(" ");
    const weight = Number(line.slice(space + 1));
    if (space < 1 || !Number.isSafeInteger(weight) || weight < 1) continue;
    const frames = line
      .slice(0, space)
      .split(";")
      .map(frameOf)
      .filter((frame) => frame !== "");
    counter.add("ruby", frames, weight);
  }
  return { folded: counter.folded };
}

function frameOf(part: string): string {
  const dash = part.lastIndexOf(" - ");
  const name = dash < 0 ? part : part.slice(0, dash);
  if (name.startsWith("(unknown)")) return "";
  const file = dash < 0 ? "" : part.slice(dash + 3).replace(/:\d+$/, "");
  return frameName(file === "" || file === "unknown" || file === "(unknown)" ? name : `${name} (${file})`);
}
