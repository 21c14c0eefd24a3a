import { readFileSync } from "node:fs";
import type { Playbook } from "../documents/playbook.generated.ts";
import { playbookNames } from "../playbook/find-playbook.ts";
import { readPlaybook } from "../playbook/read-playbook.ts";
import { tools } from "../tools/registry.ts";
import { loadPlaybook } from "./load-playbook.ts";
import { playbookFolders } from "./playbook-folders.ts";

/** `diag playbook list`. One that cannot be read is listed with what is wrong: its neighbours are not lost. */
export function listPlaybooks(options: { readonly json?: boolean }): void {
  const entries = [...playbookNames(playbookFolders())].sort().map(([name, file]) => {
    const read = readPlaybook(readFileSync(file), file, tools);
    return read.ok
      ? {
          name,
          version: read.playbook.metadata.version,
          title: read.playbook.metadata.title,
          targets: read.playbook.spec.targets,
          file,
        }
      : { name, version: "", title: `not valid: ${read.errors[0]?.message ?? ""}`, targets: [], file };
  });
  if (options.json) {
    process.stdout.write(`${JSON.stringify(entries, null, 2)}\n`);
    return;
  }
  const width = Math.max(0, ...entries.map(({ name }) => name.length));
  for (const { name, title } of entries) process.stdout.write(`${name.padEnd(width)}  ${title}\n`);
}

/** `diag playbook show`. */
export function showPlaybook(name: string, options: { readonly yaml?: boolean }): void {
  const { playbook, bytes } = loadPlaybook(name);
  process.stdout.write(options.yaml ? bytes : `${playbookText(playbook)}\n`);
}

function playbookText({ metadata, spec }: Playbook): string {
  const params = Object.entries(spec.params ?? {}).map(
    ([name, { type, default: value, minimum, maximum, description }]) =>
      `  ${name}: ${type}${value === undefined ? "" : `, default ${value}`}${minimum === undefined ? "" : `, from ${minimum}`}${maximum === undefined ? "" : ` to ${maximum}`}. ${description}`,
  );
  return [
    `${metadata.name} ${metadata.version}`,
    metadata.title,
    ...(metadata.description === undefined ? [] : ["", metadata.description]),
    "",
    `Targets: ${spec.targets.join(", ")}`,
    ...(params.length === 0 ? [] : ["", "Params", ...params]),
    "",
    "Steps",
    ...spec.steps.map(
      (step) =>
        `  ${step.id}: ${step.tool ?? step.run?.join(" ")}${step.when === undefined ? "" : `, when ${step.when}`}`,
    ),
    "",
    "Checks",
    ...spec.checks.map((check) => `  ${check.id}: ${check.title}`),
  ].join("\n");
}
