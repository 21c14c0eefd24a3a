/** Runs every benchmark and writes bench/results.md: `npm run bench`, or `npm run bench NAME…` for some of them. */
import { writeFileSync } from "node:fs";
import type { BenchTable } from "./bench-table.ts";
import { benchDocker } from "./docker.ts";
import { benchEndToEnd } from "./end-to-end.ts";
import { benchFolded } from "./folded.ts";
import { benchKubernetes } from "./kubernetes.ts";
import { machine } from "./machine.ts";
import { benchMemleak } from "./memleak.ts";
import { benchStartup } from "./startup.ts";
import { benchSymbols } from "./symbols.ts";
import { benchViewer } from "./viewer.ts";

const benches: Readonly<Record<string, () => BenchTable | Promise<BenchTable>>> = {
  startup: benchStartup,
  folded: benchFolded,
  "end-to-end": benchEndToEnd,
  docker: benchDocker,
  kubernetes: benchKubernetes,
  symbols: benchSymbols,
  memleak: benchMemleak,
  viewer: benchViewer,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in benches));
if (unknown.length > 0)
  throw new Error(`There is no benchmark ${unknown.join(", ")}, only ${Object.keys(benches).join(", ")}`);

const sections: string[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const section = markdown(await bench());
  console.log(section);
  sections.push(section);
}
if (wanted.length === 0)
  writeFileSync("bench/results.md", `# Benchmarks\n\n${machine()} · \`npm run bench\`\n\n${sections.join("\n")}`);

function markdown({ title, columns, rows, note }: BenchTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const table = rows.length === 0 ? [] : [line(columns), line(columns.map(() => "---")), ...rows.map(line), ""];
  return [`## ${title}`, "", ...table, note, ""].join("\n");
}
