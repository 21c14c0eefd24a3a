/**
 * Holds the direction of imports in src: `node scripts/lint/import-direction.ts [root]`. A linter's patterns match what an import
 * says, not the file that it means, and so cannot tell `../plan/` of one folder from that of another; this resolves them.
 */
import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { parseSync } from "oxc-parser";

/** A folder or file of src may import itself and what stands in an earlier row; neighbours in a row know nothing of each other. */
const rows: readonly (readonly string[])[] = [
  ["errors", "nearest-name", "version"],
  ["documents"],
  ["tools"],
  ["playbook", "target"],
  ["plan"],
  ["bundle"],
  ["runner", "judge"],
  ["site", "report"],
  ["case"],
  ["share", "audit"],
  ["cli"],
];

/** Modules that only some folders may use: what starts processes, and what costs much at start-up. */
const reserved: Readonly<Record<string, readonly string[]>> = {
  "node:child_process": ["src/site/", "src/runner/"],
  child_process: ["src/site/", "src/runner/"],
  execa: ["src/site/", "src/runner/"],
  "@kubernetes/client-node": ["src/site/kubernetes/", "src/target/kubernetes/", "src/audit/"],
};

interface Import {
  readonly from: string;
  readonly line: number;
}

const root = process.argv[2] ?? ".";
const faults: string[] = [];

for (const path of globSync("src/**/*.ts", { cwd: root }).sort()) {
  for (const { from, line } of importsOf(path, readFileSync(join(root, path), "utf8"))) {
    const fault = from.startsWith(".")
      ? againstDirection(path, normalize(join(dirname(path), from)))
      : outOfPlace(path, from);
    if (fault !== undefined) faults.push(`${path}:${line}  ${fault}`);
  }
}

if (faults.length > 0) {
  console.error(
    `${faults.join("\n")}\n\n${faults.length} imports against the rules of scripts/lint/import-direction.ts`,
  );
  process.exitCode = 1;
}

function importsOf(path: string, text: string): Import[] {
  const { module, errors } = parseSync(path, text);
  if (errors[0] !== undefined) throw new Error(`${path}: ${errors[0].message}`);
  const named = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest),
    ...module.staticExports.flatMap(({ entries }) => entries.flatMap((entry) => entry.moduleRequest ?? [])),
  ].map(({ value, start }) => ({ value, start }));
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) => ({
    value: literal(text.slice(start, end)),
    start,
  }));
  return [...named, ...dynamic].map(({ value, start }) => ({
    from: value,
    line: text.slice(0, start).split("\n").length,
  }));
}

function literal(source: string): string {
  return /^(["'`])(.*)\1$/s.exec(source)?.[2] ?? source;
}

function againstDirection(path: string, imported: string): string | undefined {
  const [here, there] = [part(path), part(imported)];
  if (here === there || imported.startsWith("schemas/")) return undefined;
  if (there === undefined) return `imports ${imported}, which is outside src`;
  const [row, other] = [rowOf(here), rowOf(there)];
  if (row === -1) return `${here} has no place in the order of layers`;
  if (other === -1) return `imports ${imported}, which has no place in the order of layers`;
  return other < row ? undefined : `${here} must not import ${there} (${imported}): imports run the other way`;
}

function outOfPlace(path: string, name: string): string | undefined {
  const places = reserved[name];
  if (places === undefined || places.some((place) => path.startsWith(place))) return undefined;
  return `${name} is for ${places.join(", ")} only`;
}

/** The folder or file directly below src: `src/plan/step.ts` → `plan`, `src/errors.ts` → `errors`. */
function part(path: string | undefined): string | undefined {
  return path === undefined ? undefined : /^src\/([^/.]+)/.exec(path)?.[1];
}

function rowOf(name: string | undefined): number {
  return rows.findIndex((row) => name !== undefined && row.includes(name));
}
