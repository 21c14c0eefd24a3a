import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Case } from "../documents/case.generated.ts";
import validate from "../documents/validate-case.generated.js";
import { DiagError, DiagErrors } from "../errors.ts";
import { parseYaml } from "../playbook/parse-yaml.ts";

/** A recording of a playbook's own, with what the playbook must say of it. */
export interface RecordedCase {
  readonly name: string;
  readonly folder: string;
  readonly expected: Case;
}

/** Names of a playbook's cases: the folders in `cases/` beside its file. */
export function caseNames(playbookFolder: string): string[] {
  const folder = join(playbookFolder, "cases");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => statSync(join(folder, name)).isDirectory())
    .toSorted();
}

/** @throws DiagError or DiagErrors where its expected.yaml is missing or not valid. */
export function readCase(playbookFolder: string, name: string): RecordedCase {
  const folder = join(playbookFolder, "cases", name);
  const file = join(folder, "expected.yaml");
  if (!existsSync(file)) {
    throw new DiagError("schema", `${folder} has no expected.yaml`, {
      hint: "`diag playbook record BUNDLE CASE` writes one beside the recording.",
    });
  }
  const { value, source, errors } = parseYaml(readFileSync(file), file);
  if (errors.length > 0) throw new DiagErrors(errors);
  if (validate(value)) return { name, folder, expected: value as Case };
  const found = (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const path = instancePath.split("/").slice(1);
    const words = [message ?? "is not valid", ...(params["allowedValues"] ?? []), params["additionalProperty"] ?? ""];
    return new DiagError("schema", `${path.join(".") || "the case"} ${words.join(" ").trim()}`, {
      at: source.value(path),
      hint: "docs/playbook-language.md tells what a case holds.",
    });
  });
  throw new DiagErrors(found);
}
