import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Arguments } from "../../src/tools/argument.ts";
import type { ParsedFact } from "../../src/tools/fact-declaration.ts";
import { toolNamed } from "../../src/tools/registry.ts";
import type { ParseContext, Parsed, Variant } from "../../src/tools/tool.ts";

export const recordings = join(import.meta.dirname, "recordings");

/** What a variant's parser makes of a recording, `tool/variant-workload`. */
export function parseRecording(path: string): Parsed {
  const about = JSON.parse(readFileSync(join(recordings, `${path}.json`), "utf8")) as {
    recording: string;
    pid: number;
    args: Arguments;
  };
  const [tool = "", variant = "", workload = ""] = about.recording.split("/");
  const output = {
    stdout: readFileSync(join(recordings, `${path}.stdout`)),
    stderr: readFileSync(join(recordings, `${path}.stderr`), "utf8"),
    partial: false,
  };
  return variantNamed(tool, variant).parse(
    output,
    contextOf({ args: about.args, pids: workload.endsWith("@host") ? [] : [about.pid] }),
  );
}

export function variantNamed(tool: string, variant: string): Variant {
  const found = toolNamed(tool)?.variants.find(({ name }) => name === variant);
  if (found === undefined) throw new Error(`no variant ${tool}/${variant}`);
  return found;
}

export function contextOf(context: Partial<ParseContext> = {}): ParseContext {
  return { args: { duration: 2_000 }, cpus: 2, pids: [], elapsedMs: 2_000, ...context };
}

/** The facts as plain values: scalars rounded to two places, profiles as folded lines, heaviest first, tables as rows. */
export function plain(facts: Readonly<Record<string, ParsedFact>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, plainValue(fact)]));
}

function plainValue(fact: ParsedFact): unknown {
  switch (fact.kind) {
    case "number":
      return rounded(fact.value);
    case "string":
    case "boolean":
      return fact.value;
    case "series":
      return fact.points.map((point) => point.map(rounded));
    case "histogram":
      return fact.buckets.map(({ low, high, count }) => `${low}..${high}: ${count}`);
    case "histogram-series":
      return fact.intervals.map(
        ({ from, to, buckets }) => `${from}..${to}: ${buckets.map(({ low, count }) => `${low}: ${count}`).join(", ")}`,
      );
    case "profile":
      return [...fact.folded].toSorted(([, a], [, b]) => b - a).map(([stack, weight]) => `${stack} ${weight}`);
    case "table":
      return fact.rows.map((row) => row.map((cell) => (typeof cell === "number" ? rounded(cell) : cell)));
  }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
