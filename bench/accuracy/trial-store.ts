import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parse } from "yaml";
import type { Playbook } from "../../src/documents/playbook.generated.ts";
import type { Fault } from "../../test/faults/fault.ts";
import type { Trial } from "./try-fault.ts";

const repository = join(import.meta.dirname, "../..");
const registry = join(repository, "src/tools/registry.ts");
const folder = join(import.meta.dirname, "trials");
/** What these say is whether a tool can run on a node, not what it finds there. */
const ofNodes = ["privileges", "requirement", "unmet", "packages", "known-error"].map((name) =>
  join(repository, "src/tools", `${name}.ts`),
);

type Known = Omit<Trial, "fault"> & {
  /** Digest of all that the diagnosis came from. */
  readonly key: string;
};

/**
 * What was found out before: a file a workload, in the tree, so that a bench may go on on another machine; a line of JSON a playbook.
 * A trial counts as long as its key stays the same, a digest of all that a diagnosis comes from: the workload, the playbook, the tools
 * that it names and how facts are judged.
 */
export function trialBefore(fault: Fault, playbook: string): Trial | undefined {
  const known = knownOf(fault).find((one) => one.playbook === playbook);
  if (known?.key !== keyOf(fault, playbook)) return undefined;
  const { key: _, ...trial } = known;
  return { ...trial, fault };
}

export function keepTrial({ fault, ...trial }: Trial): void {
  mkdirSync(folder, { recursive: true });
  const others = knownOf(fault).filter(({ playbook }) => playbook !== trial.playbook);
  const all: Known[] = [...others, { ...trial, key: keyOf(fault, trial.playbook) }];
  const lines = all.toSorted((a, b) => (a.playbook < b.playbook ? -1 : 1)).map((one) => `${JSON.stringify(one)}\n`);
  const path = pathOf(fault);
  writeFileSync(`${path}.new`, lines.join(""));
  renameSync(`${path}.new`, path);
}

function knownOf(fault: Fault): Known[] {
  const path = pathOf(fault);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as Known);
}

function pathOf({ name }: Fault): string {
  return join(folder, `${name}.ndjson`);
}

function keyOf(fault: Fault, playbook: string): string {
  const file = join(repository, "playbooks", playbook, "playbook.yaml");
  const { spec } = parse(readFileSync(file, "utf8")) as Playbook;
  // What the report shows of it is left out.
  const asked = [spec.params, spec.steps, spec.checks];
  const hash = createHash("sha256").update(JSON.stringify([asked, aboutPlaybook(fault, playbook)]));
  const programs = filesBelow(fault.folder).filter((path) => !path.endsWith(".yaml"));
  const tools = toolsOf(spec.steps.flatMap(({ tool }) => tool ?? []));
  for (const path of [...programs, ...filesBelow(join(repository, "src/judge")), ...tools].toSorted()) {
    hash.update(`${relative(repository, path)}\0`).update(readFileSync(path));
  }
  return hash.digest("hex").slice(0, 12);
}

/** How it is started, and what is expected of this playbook: what is said of others makes no difference. */
function aboutPlaybook(
  { title: _, playbooks, params, expected, name: _name, folder: _folder, ...start }: Fault,
  playbook: string,
) {
  const { must, may = [] } = expected;
  const [found, allowed] = [must, may].map((list) => list.filter(({ finding }) => finding.startsWith(`${playbook}/`)));
  return { start, isOwn: playbooks.includes(playbook), params: params?.[playbook], found, allowed };
}

function filesBelow(path: string): string[] {
  return globSync("**/*.*", { cwd: path }).map((file) => join(path, file));
}

/** The modules of tools, with all that they import. The list of tools imports every one, so it is not followed. */
function toolsOf(names: readonly string[]): Set<string> {
  const isNamed = (file: string) => {
    const text = readFileSync(file, "utf8");
    return names.some((name) => text.includes(`\n  name: "${name}",\n`));
  };
  const files = new Set(importsOf(registry).filter(isNamed));
  // What is added while it goes is visited as well.
  for (const file of files)
    for (const other of importsOf(file)) if (other !== registry && !ofNodes.includes(other)) files.add(other);
  return files;
}

function importsOf(file: string): string[] {
  const paths = readFileSync(file, "utf8").matchAll(/ from "(\..+\.ts)";$/gm);
  return [...paths].map(([, path = ""]) => resolve(dirname(file), path));
}
