import assert from "node:assert/strict";
import type { ParseSpec } from "../../../src/documents/plan.generated.ts";
import { knownError } from "../../../src/tools/known-error.ts";
import { factsOf, parseRaw } from "../../../src/tools/raw/parse-raw.ts";
import { tools } from "../../../src/tools/registry.ts";
import { decodeText } from "../../../src/tools/text-lines.ts";
import type { Parsed, RawOutput, Tool, Variant } from "../../../src/tools/tool.ts";
import { checkFacts, sizeOf } from "../check-facts.ts";
import { files, recordingsOf } from "../corpus.ts";
import type { Subject } from "../subject.ts";

/** The parser of every variant of every tool. */
export const toolSubjects: readonly Subject[] = tools.flatMap((tool) =>
  tool.variants.map((variant) => variantSubject(tool, variant)),
);

function variantSubject(tool: Tool, variant: Variant): Subject {
  const all = recordingsOf(tool.name);
  const own = all.filter((one) => one.variant === variant.name);
  // Where no machine could record it, another variant of the tool stands in: most print much alike.
  const recordings = own.length > 0 ? own : all;
  // Of the target that was recorded and of the host: which of them, the input's length tells.
  const contexts = recordings.flatMap(({ context }) => [context, { ...context, pids: [] }]);
  const other = { args: { duration: 2_000 }, cpus: 2, pids: [1], elapsedMs: 2_000 };
  return {
    name: `tool/${tool.name}/${variant.name}`,
    seeds: () =>
      recordings.flatMap(({ stdout, stderr }) => [stdout, stdout, stdout, stderr]).filter(({ length }) => length > 0),
    read(input) {
      const parsed = variant.parse(outputOf(input), contexts[input.length % contexts.length] ?? other);
      checkFacts(parsed, tool.facts);
      checkSize(parsed, input);
    },
  };
}

const specs: Readonly<Record<string, ParseSpec>> = {
  text: { as: "text" },
  json: { as: "json", facts: { a: { kind: "number", path: "/a/0" }, b: { kind: "string" } } },
  csv: { as: "csv" },
  table: { as: "table" },
  "csv-separated": { as: "csv", separator: "|" },
  regex: { as: "regex", pattern: "(?<a>\\d+)\\s(?<b>\\w+)", facts: { a: { kind: "number" }, b: { kind: "string" } } },
  folded: { as: "folded" },
  histogram: { as: "histogram", unit: "nanoseconds" },
};

const anyOfThem = Buffer.from('a,b\n"1",2\n{"a": [1], "b": "x"}\n[2, 4)  7 |@|\nf;g 3\na | b\n1 | 2\n');

/** The output of a playbook's own commands, in every form that it may be read in. */
export const rawSubjects: readonly Subject[] = Object.entries(specs).map(([name, spec]) => ({
  name: `raw/${name}`,
  seeds: () => [
    anyOfThem,
    Buffer.from('{"a": [1, 2], "b": "x"}'),
    ...["profile/bcc-hot", "mpstat/sysstat-hot-host", "runqlat/bpftrace-hot-2", "sockets/ss-close-wait-node"].flatMap(
      (path) => files(`test/tools/recordings/${path}.stdout`),
    ),
  ],
  read(input) {
    const parsed = parseRaw(outputOf(input), spec);
    checkFacts(parsed, factsOf(spec));
    checkSize(parsed, input);
  },
}));

/** The reason in what a tool says on stderr. */
export const knownErrorSubject: Subject = {
  name: "tool-error",
  seeds: () => files("test/tools/recordings/errors/*.stderr"),
  read: (input) => void knownError(decodeText(input)),
};

/** What a tool says on stderr is of the same hand: the end of the input is that too. */
function outputOf(input: Buffer): RawOutput {
  return { stdout: input, stderr: decodeText(input.subarray(-2_000)), partial: input.length % 2 === 0 };
}

function checkSize(parsed: Parsed, input: Buffer): void {
  const size = sizeOf(parsed);
  assert.ok(size <= 100_000 + 16 * input.length, `${input.length} bytes became ${size} characters and numbers`);
}
