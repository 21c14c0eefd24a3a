import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderError } from "../../src/cli/render-error.ts";
import { DiagErrors } from "../../src/errors.ts";
import { type ReadPlaybook, readPlaybook } from "../../src/playbook/read-playbook.ts";
import { tools } from "../../src/tools/registry.ts";

/** A playbook that is valid. Properties put something else in one of its places. */
const valid = {
  apiVersion: "diag/v1",
  kind: "Playbook",
  metadata: { name: "any", version: "1.0.0", title: "Is it so?" },
  spec: {
    engine: ">=0.1",
    targets: ["process", "host"],
    params: { duration: { type: "duration", default: "10s", minimum: "1s", maximum: "1m", description: "How long." } },
    steps: [
      { id: "cpu", tool: "mpstat", with: { duration: "${{ params.duration }}" }, needs: [], onError: "continue" },
      { id: "queue", run: ["ss", "-tan"], in: "host", parse: { as: "table" }, timeout: "5s", maxOutput: "1MiB" },
    ],
    checks: [
      { id: "busy", title: "Busy", fail: "cpu.busy > 80", message: "At ${{ cpu.busy }}.", evidence: ["cpu.busy"] },
    ],
    healthy: "Nothing to see: ${{ cpu.busy }}.",
    report: [{ kind: "table", fact: "cpu.perCpu" }],
  },
};

const mostErrors = 51;
const encode = (text: string) => new TextEncoder().encode(text);

function read(bytes: Uint8Array) {
  return readPlaybook(bytes, "any.yaml", tools);
}

/** It is a playbook, or errors that each have a place in the file and a caret below it. */
function answerTo(bytes: Uint8Array): ReadPlaybook {
  const answer = read(bytes);
  if (answer.ok) return answer;
  expect(answer.errors.length).toBeGreaterThan(0);
  expect(answer.errors.length).toBeLessThanOrEqual(mostErrors);
  const lines = new TextDecoder().decode(bytes).split("\n").length;
  for (const { at, message } of answer.errors) {
    expect(message).not.toMatch(/undefined|\[object|NaN/);
    if (at === undefined) continue;
    expect(at.line).toBeGreaterThanOrEqual(1);
    expect(at.line).toBeLessThanOrEqual(lines);
    expect(at.column).toBeGreaterThanOrEqual(1);
  }
  expect(renderError(new DiagErrors([...answer.errors])).text.length).toBeLessThan(200_000);
  return answer;
}

function expectAnswer(bytes: Uint8Array): void {
  answerTo(bytes);
}

/** Every place of the playbook, as a path to it. */
function placesOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...path, key]))];
}

function withValueAt(path: readonly string[], value: unknown): unknown {
  const [last = "", ...parents] = path.toReversed();
  if (path.length === 0) return value;
  const copy = structuredClone(valid);
  const parent = parents.reduceRight<unknown>((node, key) => (node as Record<string, unknown>)[key], copy);
  Object.defineProperty(parent, last, { value, enumerable: true, writable: true, configurable: true });
  return copy;
}

test("the playbook from which the properties start is valid", () => {
  expect(read(encode(JSON.stringify(valid)))).toMatchObject({ ok: true });
});

describe("there is always an answer", () => {
  test.each(["toString", "valueOf", "constructor"])("to a map that shadows the %s that every object has", (name) => {
    for (const path of placesOf(valid)) expectAnswer(encode(JSON.stringify(withValueAt(path, { [name]: null }))));
  });

  test("to any bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), expectAnswer));
  });

  test("to any text", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 300 }).map(encode), expectAnswer));
  });

  test("to any text made of what YAML is made of", () => {
    const signs = [
      "- ",
      "? ",
      ": ",
      "a",
      "'",
      '"',
      "\\",
      "\n",
      "\n  ",
      "\t",
      "#",
      "|",
      ">-",
      "&a ",
      "*a",
      "!t ",
      "{",
      "}",
      "[",
      "]",
      ",",
      "---\n",
      "%",
      "\r\n",
    ];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...signs), { maxLength: 60 }).map((words) => encode(words.join(""))),
        expectAnswer,
      ),
    );
  });

  test("to any value at any place", () => {
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom("__proto__", "constructor", "${{", "${{ }}", "a.b", "~"),
    );
    fc.assert(
      fc.property(fc.constantFrom(...placesOf(valid)), value, (path, one) => {
        expectAnswer(encode(JSON.stringify(withValueAt(path, one))));
      }),
      { numRuns: 200 },
    );
  });

  test("to any key beside those of any place", () => {
    const maps = placesOf(valid).filter((path) => path.length > 0);
    fc.assert(
      fc.property(
        fc.constantFrom(...maps),
        // A list has its length already.
        fc.string({ maxLength: 20 }).filter((key) => key !== "length"),
        fc.jsonValue({ maxDepth: 1 }),
        (path, key, one) => {
          expectAnswer(encode(JSON.stringify(withValueAt([...path.slice(0, -1), key], one))));
        },
      ),
      { numRuns: 200 },
    );
  });

  test("to any text as an expression or a template", () => {
    const words = [
      "cpu",
      ".",
      "busy",
      "params",
      "target",
      "kind",
      "(",
      ")",
      "[",
      "]",
      "{",
      "}",
      " && ",
      " || ",
      "!",
      "-",
      " ? ",
      ":",
      "'",
      '"',
      "1",
      "0.5",
      " > ",
      " == ",
      " in ",
      ",",
      "has",
      "size",
      ".exists",
      "row",
      "\\",
      "\n",
      "${{",
      "}}",
      "é",
      "😀",
    ];
    const text = fc.array(fc.constantFrom(...words), { maxLength: 20 }).map((list) => list.join(""));
    const places = [
      ["spec", "checks", "0", "fail"],
      ["spec", "checks", "0", "message"],
      ["spec", "steps", "0", "with", "duration"],
      ["spec", "steps", "1", "run", "1"],
    ];
    fc.assert(
      fc.property(fc.constantFrom(...places), text, (path, one) => {
        expectAnswer(encode(JSON.stringify(withValueAt(path, one))));
      }),
      { numRuns: 300 },
    );
  });
});

/** What a file of up to 1 MiB can hold that costs a reader most. All of these took minutes or the stack once. */
const bombs: Readonly<Record<string, string>> = {
  "a billion laughs": `a: &a [x,x,x,x,x,x,x,x,x]\n${[..."bcdefghij"].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefghij"[index]}`)}]`).join("\n")}`,
  "an alias of itself": "a: &a [*a]\n",
  "brackets without end": "[".repeat(1_000_000),
  "maps without end": "{a: ".repeat(200_000),
  "lists in lists": "- ".repeat(400_000),
  "keys in keys": "? ".repeat(300_000),
  "deep indentation": Array.from({ length: 1400 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"),
  "a hundred thousand keys": Array.from({ length: 100_000 }, (_, index) => `k${index}: 1`).join("\n"),
  "two thousand keys": Array.from({ length: 2_000 }, (_, index) => `k${index}: 1`).join("\n"),
  "a hundred thousand keys in a line": `{${Array.from({ length: 100_000 }, (_, index) => `k${index}: 1`).join(",")}}`,
  anchors: Array.from({ length: 80_000 }, (_, index) => `- &a${index} 1`).join("\n"),
  documents: "--- a\n".repeat(100_000),
  errors: "a: b: c\n".repeat(100_000),
  tabs: "\t\n".repeat(500_000),
  comments: "# a\n".repeat(250_000),
  "exclamation marks": "!".repeat(1_000_000),
  "a text of many lines": "a\n".repeat(500_000),
  "a quoted text of many lines": `"${"a\n".repeat(500_000)}"`,
  "a line without end": "x".repeat(1_000_000),
  "a key without end": `${"x".repeat(1_000_000)}: 1`,
  "an expression in brackets": JSON.stringify(withValueAt(["spec", "checks", "0", "fail"], `${"(".repeat(100_000)}1`)),
  "an expression of negations": JSON.stringify(
    withValueAt(["spec", "checks", "0", "fail"], `${"!".repeat(100_000)}true`),
  ),
  "an expression of many parts": JSON.stringify(
    withValueAt(["spec", "checks", "0", "fail"], `true${" || true".repeat(100_000)}`),
  ),
  "many expressions": JSON.stringify(withValueAt(["spec", "checks", "0", "message"], "${{ cpu.x }}".repeat(50_000))),
  "a template without end": JSON.stringify(withValueAt(["spec", "checks", "0", "message"], "${{".repeat(200_000))),
};

test.each(Object.entries(bombs))("%s: refused within seconds, in a few words", (_name, text) => {
  const bytes = encode(text);
  expect(bytes.byteLength).toBeLessThan(1024 * 1024);
  const start = performance.now();
  expect(answerTo(bytes).ok).toBe(false);
  // The worst takes half a second of a CPU; on a loaded machine more, and without the limits minutes.
  expect(performance.now() - start).toBeLessThan(15_000);
});

test("ten megabytes are refused at once", () => {
  expect(read(new Uint8Array(10_000_000).fill(0x61))).toMatchObject({
    ok: false,
    errors: [{ code: "playbook-too-large", message: "any.yaml has 10000000 bytes; a playbook has at most 1048576" }],
  });
});

test.each([
  ["a NUL", Uint8Array.of(0x61, 0, 0x62)],
  ["what is not UTF-8", Uint8Array.of(0x61, 0xff, 0xfe)],
  ["half a character", Uint8Array.of(0xe2, 0x82)],
])("%s is no text", (_name, bytes) => {
  expect(read(bytes)).toMatchObject({
    ok: false,
    errors: [
      {
        code: "playbook-unreadable",
        message: "any.yaml is not UTF-8 text",
        hint: "Save it as UTF-8, without NUL bytes. Is it the right file?",
      },
    ],
  });
});

test.each([
  ["a byte order mark", (text: string) => `\ufeff${text}`],
  ["line ends of Windows", (text: string) => text.replaceAll("\n", "\r\n")],
  ["the marks of a document", (text: string) => `---\n${text}\n...\n`],
])("%s does no harm", (_name, change) => {
  expect(read(encode(change(JSON.stringify(valid, undefined, 2))))).toMatchObject({ ok: true });
});
