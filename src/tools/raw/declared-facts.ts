import type { ParsedFactSpec, ParseSpec } from "../../documents/plan.generated.ts";
import { boolean, number, string } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { unitOf } from "./raw-parser.ts";

/** The scalars that an author declares for `json` and `regex`. Any may be missing from the output, so all are optional. */
export function declaredFacts(spec: ParseSpec): Record<string, FactDeclaration> {
  return Object.fromEntries(
    Object.entries(spec.facts ?? {}).map(([name, { kind, unit, path, group, description }]) => [
      name,
      {
        kind,
        ...(kind === "number" ? { unit: unitOf(unit) } : {}),
        optional: true,
        description: description ?? `${path ?? group ?? name} of the output.`,
      } satisfies FactDeclaration,
    ]),
  );
}

/** A value of the output as the declared kind; undefined when it is not one. */
export function declaredValue(value: unknown, { kind, unit }: ParsedFactSpec): ParsedFact | undefined {
  switch (kind) {
    case "number": {
      const read = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
      return typeof read === "number" && Number.isFinite(read) ? number(read, unitOf(unit)) : undefined;
    }
    case "string":
      return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
        ? string(`${value}`)
        : undefined;
    case "boolean":
      if (typeof value === "boolean") return boolean(value);
      return value === "true" || value === "false" ? boolean(value === "true") : undefined;
  }
}
