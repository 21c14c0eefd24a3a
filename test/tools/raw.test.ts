import { describe, expect, it } from "vitest";
import type { ParseSpec } from "../../src/documents/plan.generated.ts";
import { factsOf, parseRaw } from "../../src/tools/raw/parse-raw.ts";
import { plain } from "./recording.ts";

const parse = (spec: ParseSpec, stdout: string) =>
  parseRaw({ stdout: Buffer.from(stdout), stderr: "", partial: false }, spec);

describe("text", () => {
  it("is the output and its lines", () => {
    expect(plain(parse({ as: "text" }, "a\nb").facts)).toEqual({ text: "a\nb", lines: 2 });
    expect(plain(parse({ as: "text" }, "a\nb\n").facts)["lines"]).toBe(2);
    expect(plain(parse({ as: "text" }, "").facts)).toEqual({ text: "", lines: 0 });
  });
});

describe("json", () => {
  const spec: ParseSpec = {
    as: "json",
    facts: {
      backlog: { kind: "number", unit: "count", path: "/queue/0/length" },
      "a/b": { kind: "string" },
      ready: { kind: "boolean", path: "/ready" },
      missing: { kind: "number", path: "/nothing/here" },
    },
  };

  it("is read by pointers, and says what is not there", () => {
    const parsed = parse(spec, '{"queue": [{"length": "17"}], "a/b": 3, "ready": true}');
    expect(parsed.facts["backlog"]).toEqual({ kind: "number", unit: "count", value: 17 });
    expect(plain(parsed.facts)).toEqual({ backlog: 17, "a/b": "3", ready: true });
    expect(parsed.notes).toEqual(["missing: the output has no number at /nothing/here."]);
  });

  it("that is none is a problem", () => {
    expect(parse(spec, "<html>").problem).toEqual({ code: "unparsable", message: "its output is not JSON" });
  });

  it("does not reach into what is not the document's own", () => {
    expect(parse({ as: "json", facts: { x: { kind: "string", path: "/constructor/name" } } }, "{}").facts).toEqual({});
  });
});

describe("csv", () => {
  it("has quoted fields, and numbers where a column holds nothing else", () => {
    const { facts } = parse({ as: "csv" }, 'name,size,note\r\n"a, ""b""",10,x\r\n"two\nlines",-2.5,\r\n');
    expect(facts["rows"]).toEqual({
      kind: "table",
      columns: [
        { name: "name", kind: "string" },
        { name: "size", kind: "number" },
        { name: "note", kind: "string" },
      ],
      rows: [
        ['a, "b"', 10, "x"],
        ["two\nlines", -2.5, ""],
      ],
    });
  });

  it("may have another separator", () => {
    expect(plain(parse({ as: "csv", separator: ";" }, "a;b\n1;2\n").facts)).toEqual({ rows: [[1, 2]], count: 1 });
  });
});

describe("table", () => {
  it("has its last column to the end of the line", () => {
    const { facts } = parse({ as: "table" }, "  PID %CPU COMMAND\n    7 12.5 tmux: server\n   12  0.0 sh\n");
    expect(plain(facts)).toEqual({
      rows: [
        [7, 12.5, "tmux: server"],
        [12, 0, "sh"],
      ],
      count: 2,
    });
  });

  it("tells columns of one name apart", () => {
    const { facts } = parse({ as: "table" }, "State Address Address\nLISTEN a b\n");
    expect(facts["rows"]).toMatchObject({ columns: [{ name: "State" }, { name: "Address" }, { name: "Address 2" }] });
  });
});

describe("regex", () => {
  const spec: ParseSpec = {
    as: "regex",
    pattern: "(?<dropped>\\d+) packets dropped by (?<where>\\w+)",
    facts: {
      drops: { kind: "number", unit: "count", group: "dropped" },
      where: { kind: "string" },
      other: { kind: "string" },
    },
  };

  it("takes the first match of each group", () => {
    const parsed = parse(spec, "12 packets captured\n3 packets dropped by kernel\n4 packets dropped by interface\n");
    expect(plain(parsed.facts)).toEqual({ drops: 3, where: "kernel" });
    expect(parsed.notes).toEqual(["other: no line of the output matched."]);
  });

  it("that would never end is stopped", () => {
    const start = performance.now();
    const parsed = parse(
      { as: "regex", pattern: "^(?<x>(a+)+)$", facts: { x: { kind: "string" } } },
      `${"a".repeat(60)}!\n`,
    );
    expect(parsed.problem?.message).toBe('"^(?<x>(a+)+)$" took more than 500 ms to search the output');
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  it("that is none is a problem", () => {
    expect(parse({ as: "regex", pattern: "(" }, "x").problem?.message).toBe('"(" is not a regular expression');
  });
});

it("folded stacks are summed and made safe", () => {
  expect(
    plain(
      parse({ as: "folded" }, "main;f 2\nmain;f 3\nmain;g+0x12;read_[k] 1\nnonsense\nmain 1e308\nmain 1e308\n").facts,
    ),
  ).toEqual({
    stacks: ["main;f 5", "main;g;read_[k] 1"],
  });
});

it("a histogram has the author's unit", () => {
  const spec: ParseSpec = { as: "histogram", unit: "microseconds" };
  expect(parse(spec, "@:\n[2, 4)  5 |@|\n").facts["histogram"]).toEqual({
    kind: "histogram",
    unit: "microseconds",
    buckets: [{ low: 2, high: 4, count: 5 }],
  });
  expect(factsOf(spec)["histogram"]).toMatchObject({ kind: "histogram", unit: "microseconds" });
});

it("declares what an author declares", () => {
  expect(
    factsOf({ as: "json", facts: { n: { kind: "number", unit: "bytes", path: "/n" }, s: { kind: "string" } } }),
  ).toEqual({
    n: { kind: "number", unit: "bytes", optional: true, description: "/n of the output." },
    s: { kind: "string", optional: true, description: "s of the output." },
  });
});
