import { statSync } from "node:fs";
import { basename } from "node:path";
import type { Unit } from "../documents/facts.generated.ts";
import { DiagError } from "../errors.ts";
import { suggest } from "../nearest-name.ts";
import { type Graph, pruningNotes } from "../report/flame/graph.ts";
import { fileChunks } from "../report/flamegraph/read/file-chunks.ts";
import { readProfile } from "../report/flamegraph/read/read-profile.ts";
import { unitNames } from "../report/flamegraph/read/units.ts";
import type { Chunks } from "../report/flamegraph/read/unpacked.ts";

export interface GraphOptions {
  readonly from?: string;
  readonly value?: string;
  readonly unit?: string;
}

/** One after the other: each takes what memory it takes while it is read, and a page's worth afterwards. */
export async function readGraphs(files: readonly string[], options: GraphOptions): Promise<Graph[]> {
  const graphs: Graph[] = [];
  for (const file of files) graphs.push(await readGraph(file, options));
  return graphs;
}

export async function readGraph(file: string, { unit, ...options }: GraphOptions): Promise<Graph> {
  const wanted = unit === undefined ? undefined : knownUnit(unit);
  const reading = await readProfile(file === "-" ? "stdin" : file, chunksOf(file), options);
  const { tree, value, prunings, notes } = reading;
  const name = file === "-" ? "stdin" : basename(file);
  return {
    title: value === undefined ? name : `${name}: ${value}`,
    unit: wanted ?? reading.unit,
    ...(value === undefined ? {} : { value }),
    tree,
    notes: [...pruningNotes(tree, prunings), ...notes],
  };
}

function knownUnit(name: string): Unit {
  const unit = unitNames.find((one) => one === name);
  if (unit === undefined) throw new DiagError("usage", `There is no unit ${name}`, { hint: suggest(name, unitNames) });
  return unit;
}

function chunksOf(file: string): Chunks {
  if (file === "-") return process.stdin;
  try {
    if (statSync(file).isDirectory())
      throw new DiagError("profile-unreadable", `${file} is a folder`, {
        hint: "Give files; those of a bundle are in it: profiles/*.folded.",
      });
    return fileChunks(file);
  } catch (cause) {
    if (cause instanceof DiagError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    const what = code === "ENOENT" ? "is not there" : `cannot be read: ${(cause as Error).message}`;
    throw new DiagError("profile-unreadable", `${file} ${what}`, {
      cause,
      hint: "Check the path and its permissions.",
    });
  }
}
