import fc from "fast-check";

/** A change of some bytes, wherever `at` falls in what it is applied to. */
export interface TextChange {
  readonly at: number;
  readonly length: number;
  readonly by: By;
}

type By =
  | { readonly kind: "cut" | "swap-lines" | "end" }
  | { readonly kind: "repeat"; readonly times: number }
  | { readonly kind: "flip"; readonly mask: number }
  | { readonly kind: "put"; readonly bytes: Uint8Array }
  | { readonly kind: "number"; readonly text: string };

/** What parsers stumble on: signs of the formats, controls, bytes that are not UTF-8, and what looks like nothing. */
const signs = [
  ..."\0 \t \n \r\n \x1b[31m \x7f \u2028 \ufeff [ ] { } ( ) < > @ ; : , | = + - / \\ \" ' ` # % ${{ }} & *".split(" "),
  ...[
    "[unknown]",
    "]: 5\n",
    "@[",
    "\n\n",
    " ",
    "null",
    "true",
    "__proto__",
    "constructor",
    "toString",
    "NaN",
    "Infinity",
  ],
  ...[
    "\n---\n",
    "${{ a.b }}",
    "0x",
    "../../etc/passwd",
    "\u202e",
    "𝒳",
    "e\u0301",
    "[2, 4)  7 |@|\n",
    "@at: 99999999999\n",
  ],
].map((text) => Buffer.from(text));

const invalid = [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82], [0x1f, 0x8b]];

const hostileNumbers = [
  ...["0", "-1", "-0", "1", "0.0000001", "1e308", "1e999", "-1e999", "2147483648", "4294967296", "9007199254740993"],
  ...[
    "18446744073709551615",
    "99999999999999999999999999",
    `1${"0".repeat(400)}`,
    "00000000007",
    "1.2.3",
    "0x7f",
    "1,5",
    "١",
  ],
];

const by: fc.Arbitrary<By> = fc.oneof(
  fc.constantFrom({ kind: "cut" as const }, { kind: "swap-lines" as const }, { kind: "end" as const }),
  fc.record({ kind: fc.constant("repeat" as const), times: fc.constantFrom(2, 2, 3, 3, 20, 300) }),
  fc.record({ kind: fc.constant("flip" as const), mask: fc.integer({ min: 1, max: 255 }) }),
  fc.record({
    kind: fc.constant("put" as const),
    bytes: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 12 }),
      fc.constantFrom<Uint8Array>(...signs),
      fc.constantFrom(...invalid.map((bytes) => Uint8Array.from(bytes))),
    ),
  }),
  fc.record({ kind: fc.constant("number" as const), text: fc.constantFrom(...hostileNumbers) }),
);

export const textChange: fc.Arbitrary<TextChange> = fc.record({
  at: fc.nat(),
  length: fc.oneof({ weight: 6, arbitrary: fc.nat({ max: 40 }) }, { weight: 1, arbitrary: fc.nat({ max: 3_000 }) }),
  by,
});

export function withTextChange(bytes: Buffer, { at, length, by: how }: TextChange): Buffer {
  const start = at % (bytes.length + 1);
  const part = bytes.subarray(start, start + length);
  const put = (...pieces: readonly Uint8Array[]) =>
    Buffer.concat([bytes.subarray(0, start), ...pieces, bytes.subarray(start + part.length)]);
  switch (how.kind) {
    case "cut":
      return put();
    case "end":
      return bytes.subarray(0, start);
    case "repeat":
      return put(Buffer.concat(Array<Uint8Array>(how.times).fill(part)));
    case "flip":
      return put(part.map((byte) => byte ^ how.mask));
    case "put":
      return put(how.bytes);
    case "number":
      return withNumber(bytes, start, how.text);
    case "swap-lines":
      return withLinesSwapped(bytes, start);
  }
}

/** The next number from there on is another one. */
function withNumber(bytes: Buffer, from: number, text: string): Buffer {
  let start = from;
  while (start < bytes.length && !isDigit(bytes[start])) start++;
  let end = start;
  while (isDigit(bytes[end])) end++;
  return Buffer.concat([bytes.subarray(0, start), Buffer.from(text), bytes.subarray(end)]);
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}

/** The line from there on changes places with the one after it. */
function withLinesSwapped(bytes: Buffer, from: number): Buffer {
  const start = bytes.lastIndexOf(10, from) + 1;
  const middle = bytes.indexOf(10, start) + 1;
  const end = bytes.indexOf(10, middle) + 1;
  if (middle === 0 || end === 0) return bytes;
  const [one, other] = [bytes.subarray(start, middle), bytes.subarray(middle, end)];
  return Buffer.concat([bytes.subarray(0, start), other, one, bytes.subarray(end)]);
}
