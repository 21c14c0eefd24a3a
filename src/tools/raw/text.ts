import { number, string } from "../fact.ts";
import { decodeText } from "../text-lines.ts";
import type { RawParser } from "./raw-parser.ts";

/** More than a report shows; the whole output is in the bundle. */
const maxText = 64 * 1024;

/** The output as it is. */
export const text: RawParser = {
  facts: () => ({
    text: { kind: "string", description: "What the command printed, at most 64 KiB of it." },
    lines: { kind: "number", unit: "count", description: "Lines it printed." },
  }),
  parse({ stdout }) {
    const whole = decodeText(stdout);
    let lines = whole === "" || whole.endsWith("\n") ? 0 : 1;
    for (let end = whole.indexOf("\n"); end >= 0; end = whole.indexOf("\n", end + 1)) lines += 1;
    return { facts: { text: string(whole.slice(0, maxText)), lines: number(lines, "count") }, notes: [] };
  },
};
