import fc from "fast-check";
import { type JsonChange, jsonChange, withJsonChange } from "./json-change.ts";
import { type TextChange, textChange, withTextChange } from "./text-change.ts";

/** Longer ones are cut: what costs more than its length shows at this length. */
export const maximumInput = 256 * 1024;

interface Part {
  readonly seed: number;
  readonly at: number;
  readonly length: number;
  /** Many formats tell what follows in their first line. */
  readonly hasHead: boolean;
}

type Change =
  | { readonly kind: "text"; readonly change: TextChange }
  | { readonly kind: "json"; readonly change: JsonChange };

const part: fc.Arbitrary<Part> = fc.record({
  seed: fc.nat(),
  at: fc.nat(),
  length: fc.oneof(
    { weight: 14, arbitrary: fc.nat({ max: 600 }) },
    { weight: 5, arbitrary: fc.nat({ max: 4_000 }) },
    { weight: 1, arbitrary: fc.constant(64 * 1024) },
  ),
  hasHead: fc.boolean(),
});

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 3, arbitrary: textChange.map((one) => ({ kind: "text" as const, change: one })) },
  { weight: 2, arbitrary: jsonChange.map((one) => ({ kind: "json" as const, change: one })) },
);

/** A part of a seed, or of two, with a few changes; or bytes of no meaning. Small mostly. */
export function inputs(seeds: readonly Buffer[]): fc.Arbitrary<Buffer> {
  const noise = fc.uint8Array({ maxLength: 120 }).map((bytes) => Buffer.from(bytes));
  if (seeds.length === 0) return noise;
  const mutated = fc
    .tuple(fc.array(part, { minLength: 1, maxLength: 2 }), fc.array(change, { maxLength: 5 }))
    .map(([parts, changes]) => {
      const whole = Buffer.concat(parts.map((one) => partOf(seeds, one)));
      return changes.reduce(changed, whole).subarray(0, maximumInput);
    });
  return fc.oneof({ weight: 1, arbitrary: noise }, { weight: 9, arbitrary: mutated });
}

function changed(bytes: Buffer, one: Change): Buffer {
  return one.kind === "json" ? withJsonChange(bytes, one.change) : withTextChange(bytes, one.change);
}

/** From the beginning of a line to the end of one, where lines are not endless. */
function partOf(seeds: readonly Buffer[], { seed, at, length, hasHead }: Part): Buffer {
  const source = seeds[seed % seeds.length] ?? Buffer.alloc(0);
  const firstEnd = source.indexOf(10) + 1;
  const start = at % 4 === 0 ? 0 : source.lastIndexOf(10, at % (source.length + 1)) + 1;
  const lineEnd = source.indexOf(10, start + length);
  const longest = start + 4 * length + 4 * 1024;
  const end = Math.min(lineEnd < 0 ? source.length : lineEnd + 1, longest);
  const body = source.subarray(start, end);
  return hasHead && start > 0 ? Buffer.concat([source.subarray(0, Math.min(firstEnd, 4096)), body]) : body;
}
