import type { Playbook } from "../documents/playbook.generated.ts";
import validate from "../documents/validate-playbook.generated.js";
import { DiagError } from "../errors.ts";
import type { Tool } from "../tools/tool.ts";
import { checkPlaybook } from "./check-playbook.ts";
import { parseYaml } from "./parse-yaml.ts";
import { schemaErrors } from "./schema-errors.ts";

/** A playbook, or everything that is wrong with its text, in the order of the places. */
export type ReadPlaybook =
  | { readonly ok: true; readonly playbook: Playbook }
  | { readonly ok: false; readonly errors: readonly DiagError[] };

/** More than this nobody reads; the first ones mended, the rest is told. */
const maxErrors = 50;

/** Text → a playbook that has been checked to its last expression. Anyone may have written the text. */
export function readPlaybook(bytes: Uint8Array, file: string, tools: readonly Tool[]): ReadPlaybook {
  const { value, source, errors } = parseYaml(bytes, file);
  if (errors.length > 0) return failed(errors);
  if (!validate(value)) return failed(schemaErrors(validate.errors ?? [], value, source));
  const playbook = value as Playbook;
  const findTool = (name: string) => tools.find((tool) => tool.name === name);
  const found = checkPlaybook(
    playbook,
    source,
    findTool,
    tools.map(({ name }) => name),
  );
  return found.length > 0 ? failed(found) : { ok: true, playbook };
}

function failed(errors: readonly DiagError[]): ReadPlaybook {
  const sorted = errors.toSorted(
    (a, b) => (a.at?.line ?? 0) - (b.at?.line ?? 0) || (a.at?.column ?? 0) - (b.at?.column ?? 0),
  );
  if (sorted.length <= maxErrors) return { ok: false, errors: sorted };
  const more = new DiagError("schema", `and ${sorted.length - maxErrors} more errors`, {
    hint: "Mend the ones above first.",
  });
  return { ok: false, errors: [...sorted.slice(0, maxErrors), more] };
}
