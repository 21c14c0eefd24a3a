import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { execa } from "execa";
import { bundleOptions } from "../scripts/bundle-options.ts";
import type { BenchTable } from "./bench-table.ts";
import { type FoldedSize, writeFoldedStacks } from "./folded-input.ts";
import { findInferno, findProgram } from "./inferno.ts";
import { median } from "./median.ts";
import { type ProcessCost, processCost } from "./process-cost.ts";

interface Input {
  readonly name: string;
  readonly size: FoldedSize;
  readonly rounds: number;
}

const inputs: readonly Input[] = [
  { name: "1 MB", size: { bytes: 1_000_000 }, rounds: 5 },
  { name: "20 MB", size: { bytes: 20_000_000 }, rounds: 5 },
  { name: "200 MB", size: { bytes: 200_000_000 }, rounds: 5 },
  { name: "100,000 distinct stacks", size: { distinctStacks: 100_000 }, rounds: 9 },
  { name: "1,000,000 distinct stacks", size: { distinctStacks: 1_000_000 }, rounds: 3 },
];
/** After so many graphs in one process nothing is compiled any more. */
const warmUp = 6;

interface Contestant {
  readonly name: string;
  readonly command: readonly string[];
}

/**
 * Folded stacks to what a page needs, beside what makes a flame graph of the same file elsewhere. Rounds alternate
 * (A B C A B C), so that a machine that slows down slows down all; figures are medians.
 */
export async function benchFolded(): Promise<BenchTable> {
  const folder = mkdtempSync(join(tmpdir(), "diag-bench-"));
  try {
    const program = await bundled("folded-page-data", folder);
    const pageProgram = await bundled("folded-page", folder);
    const { others, missing } = await findOthers();
    const idle = await processCost([process.execPath, "-e", "0"]);
    const rows: string[][] = [];
    for (const { name, size, rounds } of inputs) {
      const input = foldedInput(size);
      const diag = { name: "diag", command: [process.execPath, program] };
      const page = { name: "diag flame", command: [process.execPath, pageProgram] };
      const costs = await race([diag, page, ...others], input, rounds);
      const running = await execa(process.execPath, [program, input, String(warmUp)]);
      const megabytes = Math.round(statSync(input).size / 1e6);
      rows.push(
        ...rowsOf(name.endsWith("MB") ? name : `${name}, ${megabytes} MB`, costs, Number(running.stdout) / 1000),
      );
    }
    return {
      title: "Folded stacks to report data",
      columns: ["input", "program", "time", "ratio", "peak memory", "ratio"],
      rows,
      note: [
        `diag: reads the file and writes the page's data (pruned to 50,000 frames, columns, gzip, base64). The others write an SVG.`,
        `"diag flame" writes the whole page: the same, the static graph, the table of functions and the viewer.`,
        `Medians of ${inputs.map(({ rounds }) => rounds).join(", ")} alternating runs of whole processes; a ratio below 1 is in diag's favour.`,
        `An empty Node program takes ${time(idle.seconds)} and ${memory(idle.peakMemory)}: no whole process of diag can be below that.`,
        `"running" is the median of graphs ${warmUp - 2} to ${warmUp} in one process: what a graph adds to a report that is being made.`,
        ...missing,
      ].join(" "),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function findOthers(): Promise<{ readonly others: readonly Contestant[]; readonly missing: readonly string[] }> {
  const others: Contestant[] = [];
  const missing: string[] = [];
  const inferno = await findInferno();
  if (inferno !== undefined)
    others.push({ name: "inferno-flamegraph", command: [join(inferno, "inferno-flamegraph")] });
  else missing.push("inferno skipped: neither it nor cargo is there.");
  const script = findProgram("flamegraph.pl");
  const perl = findProgram("perl");
  if (script && perl) others.push({ name: "flamegraph.pl", command: [perl, script] });
  else missing.push(`flamegraph.pl skipped: ${perl ? "it" : "perl"} is not in PATH.`);
  return { others, missing };
}

type Costs = ReadonlyMap<string, readonly ProcessCost[]>;

/** A program of bench/ as one file, as the build makes diag's. */
async function bundled(name: string, folder: string): Promise<string> {
  const outfile = join(folder, `${name}.mjs`);
  await build({ entryPoints: [`bench/${name}.ts`], ...bundleOptions, format: "esm", outfile });
  return outfile;
}

async function race(contestants: readonly Contestant[], input: string, rounds: number): Promise<Costs> {
  const costs = new Map<string, ProcessCost[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, command } of contestants) {
      // flamegraph.pl takes a minute for 200 MB: once is enough to say so.
      if (name === "flamegraph.pl" && round > 0 && statSync(input).size > 20_000_000) continue;
      costs.get(name)!.push(await processCost([...command, input]));
    }
  }
  return costs;
}

function rowsOf(input: string, costs: Costs, runningSeconds: number): string[][] {
  const of = (name: string) => {
    const all = costs.get(name)!;
    return {
      seconds: median(all.map(({ seconds }) => seconds)),
      peak: median(all.map(({ peakMemory }) => peakMemory)),
    };
  };
  const diag = of("diag");
  const page = of("diag flame");
  const others = [...costs.keys()].filter((name) => !name.startsWith("diag"));
  return [
    [input, "diag", time(diag.seconds), "", memory(diag.peak), ""],
    ["", "diag, running", time(runningSeconds), "", "", ""],
    ["", "diag flame", time(page.seconds), "", memory(page.peak), ""],
    ...others.map((name) => {
      const { seconds, peak } = of(name);
      const ratios = `${(diag.seconds / seconds).toFixed(2)} (running ${(runningSeconds / seconds).toFixed(2)}, page ${(page.seconds / seconds).toFixed(2)})`;
      const peaks = `${(diag.peak / peak).toFixed(2)} (page ${(page.peak / peak).toFixed(2)})`;
      return ["", name, time(seconds), ratios, memory(peak), peaks];
    }),
  ];
}

/** Written once and kept: the same seed gives the same bytes. */
function foldedInput(size: FoldedSize): string {
  const folder = join(homedir(), ".cache", "diag", "bench");
  const path = join(folder, `${"bytes" in size ? `${size.bytes}-bytes` : `${size.distinctStacks}-stacks`}.folded`);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  writeFoldedStacks(`${path}.part`, size);
  renameSync(`${path}.part`, path);
  return path;
}

function time(seconds: number): string {
  return seconds < 1 ? `${(seconds * 1000).toFixed(0)} ms` : `${seconds.toFixed(2)} s`;
}

function memory(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { title, columns, rows, note } = await benchFolded();
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  console.log(
    [`## ${title}`, "", line(columns), line(columns.map(() => "---")), ...rows.map(line), "", note].join("\n"),
  );
}
