import { createWriteStream, existsSync, statSync } from "node:fs";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { DiagError } from "../errors.ts";
import { suggest } from "../nearest-name.ts";
import type { FlameFormat } from "../report/flame/flame-format.ts";
import { flameFormats } from "../report/flame/flame-formats.ts";
import type { Graph } from "../report/flame/graph.ts";
import { harmless } from "../report/safe-text/terminal.ts";
import { readGraph, readGraphs } from "./read-graphs.ts";

export interface FlameCommandOptions {
  readonly diff?: readonly string[];
  readonly out?: string;
  readonly to?: string;
  readonly from?: string;
  readonly value?: string;
  readonly unit?: string;
  readonly title?: string;
}

/** `diag flame`: profiles of any known format → a page, a picture, or another format. */
export async function drawFlame(files: readonly string[], options: FlameCommandOptions): Promise<void> {
  const format = formatOf(options);
  const graphs = await graphsOf(files, options, format);
  const out = options.out ?? freeName(options.diff === undefined ? files : ["diff"], format);
  for (const { title: about, notes } of graphs)
    for (const note of notes) process.stderr.write(`${harmless(`${about}: ${note}`)}\n`);
  await write(await format.write(graphs, options.title), format, out);
  if (out !== "-") process.stdout.write(`${format.name}  ${harmless(out)}\n`);
}

/** Everything that the command line alone can be wrong about is said before a file of gigabytes is read. */
async function graphsOf(
  files: readonly string[],
  options: FlameCommandOptions,
  format: FlameFormat,
): Promise<readonly [Graph, ...Graph[]]> {
  const { diff } = options;
  if (diff === undefined) {
    const [first, ...others] = files;
    if (first === undefined)
      throw new DiagError("usage", "There is no file to draw", { hint: "Give one, or - for stdin." });
    if (others.length > 0 && format.holds !== "several")
      throw new DiagError("usage", `A file of ${format.name} holds one profile, not ${files.length}`, {
        hint: "Give one file, or write a page: --out x.html.",
      });
    return [await readGraph(first, options), ...(await readGraphs(others, options))];
  }
  const [before, after, ...others] = diff;
  if (before === undefined || after === undefined || others.length > 0 || files.length > 0)
    throw new DiagError("usage", `--diff takes two files, not ${diff.length + files.length}`, {
      hint: "Write it last: diag flame --out x.html --diff BEFORE AFTER.",
    });
  if (format.holds === "one, no difference")
    throw new DiagError("usage", `A file of ${format.name} holds no differences`, {
      hint: "Write them as .html, .svg or .folded.",
    });
  const { diffGraph } = await import("../report/flame/diff-graph.ts");
  return [diffGraph(await readGraph(before, options), await readGraph(after, options))];
}

function formatOf({ to, out }: FlameCommandOptions): FlameFormat {
  const names = flameFormats.map(({ name }) => name);
  if (to !== undefined) {
    const format = flameFormats.find(({ name }) => name === to);
    if (format === undefined)
      throw new DiagError("usage", `There is no format ${to} to write`, { hint: suggest(to, names) });
    return format;
  }
  const byEnd = flameFormats.find(({ extensions }) => extensions.some((end) => out?.endsWith(end)));
  const [page] = flameFormats;
  const format = byEnd ?? (out === undefined || out === "-" ? page : undefined);
  if (format !== undefined) return format;
  const ends = flameFormats.map(({ extensions: [end] }) => end).join(", ");
  throw new DiagError("usage", `${out} does not say which format is wanted`, {
    hint: `Let it end in ${ends}, or give --to.`,
  });
}

/** In this folder, named as the only file; nothing is overwritten that was not named. */
function freeName(files: readonly string[], format: FlameFormat): string {
  const [file = "-"] = files;
  const stem =
    files.length > 1 || file === "-" ? "flame" : basename(file).replace(/(?:\.speedscope)?\.\w+(?:\.gz)?$/, "");
  const [end] = format.extensions;
  let name = `${stem}${end}`;
  for (let count = 2; existsSync(name); count++) name = `${stem}-${count}${end}`;
  return name;
}

async function write(chunks: Iterable<string | Uint8Array>, format: FlameFormat, out: string): Promise<void> {
  const source = Readable.from(chunks);
  const packed = format.isPacked === true ? source.pipe(createGzip()) : source;
  if (out === "-") return toStdout(packed);
  try {
    await pipeline(packed, createWriteStream(out));
  } catch (cause) {
    throw new DiagError("output-not-writable", `${out} cannot be written: ${(cause as Error).message}`, {
      cause,
      hint: isFolder(out) ? `Give --out a file in it: ${out}/flame.html.` : "Give --out a file that you may write.",
    });
  }
}

/** A reader that goes away (`diag flame … | head`) is no error. */
async function toStdout(source: Readable): Promise<void> {
  try {
    await pipeline(source, process.stdout, { end: false });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EPIPE") throw cause;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
