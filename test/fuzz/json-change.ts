import fc from "fast-check";
import { type TextChange, textChange, withTextChange } from "./text-change.ts";

/**
 * A change of one value in a line or document of JSON, which stays JSON: the runner's readings are files inside of it, and a
 * changed byte would only make the line unreadable.
 */
export interface JsonChange {
  /** In which line, where there are lines. */
  readonly at: number;
  /** Which member at each level, on the way down. */
  readonly path: readonly number[];
  readonly by:
    | { readonly kind: "text"; readonly change: TextChange }
    | { readonly kind: "value"; readonly text: string }
    | { readonly kind: "remove" };
}

const hostileValues = [
  ...["null", "true", "false", "[]", "{}", '""', '"\\u0000"', '"__proto__"', "[[[[]]]]", '{"a":{"b":{}}}', '"\\ud800"'],
  ...[
    '"../../x"',
    '"/dev/zero"',
    JSON.stringify("x".repeat(5_000)),
    JSON.stringify("a;".repeat(500)),
    '["a","a"]',
    "[null]",
  ],
  // The last is infinity, read back.
  ..."0 -1 -0 0.5 1e308 2147483648 9007199254740993 1e20 1e999".split(" "),
];

export const jsonChange: fc.Arbitrary<JsonChange> = fc.record({
  at: fc.nat(),
  path: fc.array(fc.nat(), { minLength: 1, maxLength: 10 }),
  by: fc.oneof(
    { weight: 4, arbitrary: textChange.map((change) => ({ kind: "text" as const, change })) },
    { weight: 3, arbitrary: fc.constantFrom(...hostileValues).map((text) => ({ kind: "value" as const, text })) },
    { weight: 1, arbitrary: fc.constant({ kind: "remove" as const }) },
  ),
});

/** A longer document is changed only as text: reading and writing it would take most of the time. */
const mostBytes = 32 * 1024;

export function withJsonChange(bytes: Buffer, change: JsonChange): Buffer {
  const middle = change.at % (bytes.length + 1);
  const start = bytes.lastIndexOf(10, middle - 1) + 1;
  const newline = bytes.indexOf(10, start);
  const end = newline < 0 ? bytes.length : newline;
  const line = changedText(bytes.toString("utf8", start, end), change);
  if (line !== undefined) return Buffer.concat([bytes.subarray(0, start), Buffer.from(line), bytes.subarray(end)]);
  if (bytes.length > mostBytes) return bytes;
  const whole = changedText(bytes.toString("utf8"), change);
  return whole === undefined ? bytes : Buffer.from(whole);
}

/** Undefined where the text is no document. */
function changedText(text: string, { path, by }: JsonChange): string | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  let holder = document as Record<string, unknown>;
  let key: string | undefined;
  for (const step of path) {
    const inner = key === undefined ? holder : holder[key];
    if (typeof inner !== "object" || inner === null) break;
    const keys = Object.keys(inner);
    const next = keys[step % keys.length];
    if (next === undefined) break;
    holder = inner as Record<string, unknown>;
    key = next;
  }
  if (key === undefined) return undefined;
  // JSON.stringify writes no infinity, which JSON.parse reads of 1e999: the value's text is put in by hand.
  const mark = "\u0001value\u0001";
  if (by.kind === "remove" && !Array.isArray(holder)) delete holder[key];
  const put = by.kind === "remove" ? "null" : by.kind === "value" ? by.text : changedValue(holder[key], by.change);
  if (by.kind !== "remove" || Array.isArray(holder)) holder[key] = mark;
  return JSON.stringify(document).replace(JSON.stringify(mark), () => put);
}

/** A text with bytes changed in it; of anything else, its own JSON so changed, where that still is some. */
function changedValue(value: unknown, change: TextChange): string {
  if (typeof value === "string") return JSON.stringify(withTextChange(Buffer.from(value), change).toString("utf8"));
  const text = withTextChange(Buffer.from(JSON.stringify(value)), change).toString("utf8");
  try {
    JSON.parse(text);
    return text;
  } catch {
    return JSON.stringify(value);
  }
}
