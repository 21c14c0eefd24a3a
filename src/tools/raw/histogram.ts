import { number } from "../fact.ts";
import { parseLog2Histogram } from "../histogram/log2-histogram.ts";
import { countOf } from "../histogram/quantile.ts";
import type { RawParser } from "./raw-parser.ts";
import { unitOf } from "./raw-parser.ts";

/** A power-of-two histogram of a BCC tool or of bpftrace's `hist()`. */
export const histogram: RawParser = {
  facts: ({ unit }) => ({
    histogram: {
      kind: "histogram",
      unit: unitOf(unit),
      description: "The histogram of the output; several are added up.",
    },
    count: { kind: "number", unit: "count", description: "Values in it." },
  }),
  parse({ stdout }, { unit }) {
    const buckets = parseLog2Histogram(stdout);
    if (buckets.length === 0) return { facts: {}, notes: [] };
    return {
      facts: {
        histogram: { kind: "histogram", unit: unitOf(unit), buckets },
        count: number(countOf(buckets), "count"),
      },
      notes: [],
    };
  },
};
