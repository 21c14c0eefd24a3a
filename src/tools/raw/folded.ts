import { frameName, unknownFrame } from "../stacks/frame.ts";
import { textLines } from "../text-lines.ts";
import type { RawParser } from "./raw-parser.ts";
import { unitOf } from "./raw-parser.ts";

/** Folded stacks, `root;child;leaf weight`, as stackcollapse scripts and BCC's `-f` print them. */
export const folded: RawParser = {
  facts: ({ unit }) => ({
    stacks: { kind: "profile", unit: unitOf(unit, "samples"), description: "The stacks of the output." },
  }),
  parse({ stdout }, { unit }) {
    const stacks = new Map<string, number>();
    for (const line of textLines(stdout)) {
      const space = line.lastIndexOf(" ");
      const weight = Number(line.slice(space + 1));
      // Beyond 2^53 sums are no longer exact, and end at infinity.
      if (space < 1 || !(weight > 0 && weight <= Number.MAX_SAFE_INTEGER)) continue;
      const stack = line.slice(0, space).split(";").map(annotatedName).join(";");
      stacks.set(stack, (stacks.get(stack) ?? 0) + weight);
    }
    return {
      facts: stacks.size === 0 ? {} : { stacks: { kind: "profile", unit: unitOf(unit, "samples"), folded: stacks } },
      notes: [],
    };
  },
};

/** Annotations stay; the rest is made a safe name. */
function annotatedName(frame: string): string {
  const suffix = /_\[[kj]\]$/.exec(frame)?.[0] ?? "";
  const name = frameName(frame.slice(0, frame.length - suffix.length));
  return name === unknownFrame && suffix === "_[j]" ? name : `${name}${suffix}`;
}
