import type { ErrorObject } from "ajv";
import { DiagError } from "../errors.ts";

interface Validator {
  (value: unknown): boolean;
  errors?: ErrorObject[] | null;
}

/**
 * Parses and validates one of diag's own JSON documents. Whoever wrote it is not trusted: it may be truncated,
 * of another version, or hostile.
 *
 * @throws DiagError `bundle-damaged` or `bundle-version`, naming `file` and the first thing that is wrong.
 */
export function readDocument<T extends { readonly schema: string }>(
  text: string,
  schema: T["schema"],
  validate: Validator,
  file: string,
): T {
  const value = parseJson(text, file);
  const found = typeof value === "object" && value !== null && "schema" in value ? value.schema : undefined;
  if (typeof found === "string" && found !== schema) {
    throw new DiagError("bundle-version", `${file} is written in ${JSON.stringify(found)}, this diag reads ${schema}`, {
      hint: "Use the diag version that manifest.json names.",
    });
  }
  if (!validate(value)) {
    const first = validate.errors?.[0];
    throw new DiagError("bundle-damaged", `${file}${first?.instancePath ?? ""} ${first?.message ?? "is not valid"}`, {
      hint: `It must follow the schema of ${schema}.`,
    });
  }
  return value as T;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DiagError("bundle-damaged", `${file} is not JSON`, {
      cause,
      hint: "The run was cut off or the file was changed; copy the bundle again from where it was made.",
    });
  }
}
