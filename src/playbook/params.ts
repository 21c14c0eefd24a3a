import type { Value } from "../documents/plan.generated.ts";
import type { Param, Playbook } from "../documents/playbook.generated.ts";
import { DiagError } from "../errors.ts";
import { suggest } from "../nearest-name.ts";
import { readValue } from "./read-value.ts";

/** Every param of the playbook with its value, and every error: nothing starts while there is one. */
export interface ResolvedParams {
  readonly values: Readonly<Record<string, Value>>;
  readonly errors: readonly DiagError[];
}

/** @param given What the user set, as written on the command line. */
export function resolveParams(playbook: Playbook, given: Readonly<Record<string, string>>): ResolvedParams {
  const declared = playbook.spec.params ?? {};
  const values: Record<string, Value> = {};
  const errors: DiagError[] = [];
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(declared, name)) continue;
    errors.push(
      new DiagError("param-unknown", `${playbook.metadata.name} has no param ${name}`, {
        hint: suggest(name, Object.keys(declared)),
      }),
    );
  }
  for (const [name, param] of Object.entries(declared)) {
    const written = Object.hasOwn(given, name) ? given[name] : param.default;
    if (written === undefined) {
      errors.push(
        new DiagError("param-missing", `${playbook.metadata.name} needs the param ${name}`, {
          hint: `Add --param ${name}=…: ${param.description}`,
        }),
      );
      continue;
    }
    const read = readValue(name, param as Param, written);
    if (read.ok) values[name] = read.value;
    else errors.push(new DiagError(read.code, read.message, { hint: read.hint }));
  }
  return { values, errors };
}
