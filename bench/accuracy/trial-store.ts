import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parse } from "yaml";
import type { Playbook } from "../../src/documents/playbook.generated.ts";
import type { Fault } from "../../test/faults/fault.ts";
import { cacheFolder } from "../../test/lab/cache.ts";
import type { Trial } from "./try-fault.ts";

const repository = join(import.meta.dirname, "../..");
const registry = join(repository, "src/tools/registry.ts");
const folder = join(cacheFolder, "accuracy");

/**
 * What was found out before, one file a trial, outside the tree. Its name is a digest of all that a diagnosis comes from: the
 * fault, the playbook, the tools that it names and how facts are judged; so a change of any of them makes the trial a new one.
 */
export function trialBefore(fault: Fault, playbook: string): Trial | undefined {
  const path = pathOf(fault, playbook);
  if (!existsSync(path)) return undefined;
  return { ...(JSON.parse(readFileSync(path, "utf8")) as Omit<Trial, "fault">), fault };
}

export function keepTrial({ fault, ...trial }: Trial): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(pathOf(fault, trial.playbook), JSON.stringify(trial));
}

function pathOf(fault: Fault, playbook: string): string {
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
  return join(folder, `${fault.name}-${playbook}-${hash.digest("hex").slice(0, 12)}.json`);
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
  for (const file of files) for (const other of importsOf(file)) if (other !== registry) files.add(other);
  return files;
}

function importsOf(file: string): string[] {
  const paths = readFileSync(file, "utf8").matchAll(/ from "(\..+\.ts)";$/gm);
  return [...paths].map(([, path = ""]) => resolve(dirname(file), path));
}
