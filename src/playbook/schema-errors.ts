import type { ErrorObject } from "ajv";
import { DiagError } from "../errors.ts";
import { suggest } from "../nearest-name.ts";
import { schemaAt } from "./schema-node.ts";
import type { Path, SourceMap } from "./source-map.ts";
import { stepErrors } from "./step-shape.ts";

/** ajv's errors as diag's, each at its place. Those that only repeat another (the branches of oneOf) are left out. */
export function schemaErrors(errors: readonly ErrorObject[], value: unknown, source: SourceMap): DiagError[] {
  return errors.flatMap((error) => {
    if (/\/(oneOf|anyOf)\/\d/.test(error.schemaPath)) return [];
    const path = pathOf(error.instancePath, value);
    return complain(error, path, valueAt(value, path), source) ?? [];
  });
}

function complain(
  error: ErrorObject,
  path: Path,
  value: unknown,
  source: SourceMap,
): DiagError | readonly DiagError[] | undefined {
  const where = path.length === 0 ? "the playbook" : pathText(path);
  const fail = (message: string, hint?: string, at = source.value(path)) =>
    new DiagError("schema", message, { at, ...(hint === undefined ? {} : { hint }) });
  switch (error.keyword) {
    case "additionalProperties": {
      const key = String(error.params["additionalProperty"]);
      return fail(
        `${where} has no key \`${key}\``,
        suggest(key, Object.keys(schemaAt(path)?.properties ?? {})),
        source.key([...path, key]),
      );
    }
    case "propertyNames": {
      const key = String(error.params["propertyName"]);
      return fail(
        `\`${key}\` cannot be a name in ${where}`,
        `It is ${wordsOf("^[a-z][A-Za-z0-9_]*$")}.`,
        source.key([...path, key]),
      );
    }
    case "required": {
      const key = String(error.params["missingProperty"]);
      return fail(
        `${where} lacks \`${key}\``,
        schemaAt([...path, key])?.description,
        typeof path.at(-1) === "string" ? source.key(path) : source.value(path),
      );
    }
    case "oneOf":
      // Of steps and of values that may have several types; a step's branches say less than what the step holds.
      return path.at(-2) === "steps"
        ? stepErrors(value, where, path, source)
        : fail(`${where} is ${kindOf(value)}; it must be a single value or a list of them`);
    case "anyOf":
      return fail(
        `${where} has no rule`,
        "Give it `fail`, `warn` or `info`: an expression that is true where the check finds something.",
      );
    case "enum":
      return fail(
        `${where} is ${shown(value)}, which it cannot be`,
        // A map may have a toString of its own, which is no function.
        suggest(
          typeof value === "object" ? "" : String(value),
          (error.params["allowedValues"] as unknown[]).map(String),
        ),
      );
    case "const":
      return fail(`${where} is ${shown(value)}; it must be ${error.params["allowedValue"]}`);
    case "type":
      return typeError(where, error.params["type"], path, value, fail);
    case "pattern":
      // Of a key the same is told as `propertyNames`.
      return error.propertyName === undefined
        ? fail(`${where} is ${shown(value)}, which it cannot be`, `It is ${wordsOf(String(error.params["pattern"]))}.`)
        : undefined;
    case "minItems":
    case "minLength":
      return fail(`${where} is empty`, schemaAt(path)?.description);
    case "maxLength":
      return fail(`${where} has ${[...String(value)].length} characters; it can have ${error.params["limit"]}`);
    default:
      return fail(`${where} ${error.message ?? "is not valid"}`);
  }
}

const kinds: Readonly<Record<string, string>> = {
  object: "a map",
  array: "a list",
  string: "a text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  null: "empty",
};

function typeError(
  where: string,
  wanted: string | readonly string[],
  path: Path,
  value: unknown,
  fail: (message: string, hint?: string) => DiagError,
): DiagError {
  const must = [wanted].flat().map((kind) => kinds[kind] ?? kind);
  const message =
    value === null || value === undefined
      ? `${where} is empty; it must be ${must.join(" or ")}`
      : `${where} is ${kindOf(value)}; it must be ${must.join(" or ")}`;
  const { pattern, description } = schemaAt(path) ?? {};
  if (path.length === 0)
    return fail(message, "Begin as docs/playbook-language.md shows: apiVersion, kind, metadata, spec.");
  if (wanted === "string" && pattern !== undefined) return fail(message, `It is ${wordsOf(pattern)}.`);
  if (wanted === "string" && typeof value !== "object") return fail(message, "Put it in quotes.");
  if (wanted === "array" && typeof value === "string") return fail(message, "Write it as a list: [a, b].");
  return fail(message, description);
}

function kindOf(value: unknown): string {
  const kind = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  return typeof value === "number" || typeof value === "boolean"
    ? `${kind === "number" ? "the number " : ""}${value}`
    : (kinds[kind] ?? kind);
}

function shown(value: unknown): string {
  return typeof value === "string" ? `\`${value}\`` : kindOf(value);
}

/** What the schema's patterns ask for. */
const patterns: Readonly<Record<string, string>> = {
  "^[a-z0-9]+(-[a-z0-9]+)*$": "small letters and digits, words joined by hyphens, such as `cpu-hot`",
  "^[a-z][A-Za-z0-9_]*$": "a small letter, then letters, digits and `_`, such as `perThread`",
  "^\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?$": "a version of three numbers, such as `1.0.0`",
  "^[a-z][A-Za-z0-9_]*\\.[a-z][A-Za-z0-9_]*$": "a step and one of its facts, as `step.fact`",
};

function wordsOf(pattern: string): string {
  return patterns[pattern] ?? `a text that matches ${pattern}`;
}

/** `/spec/steps/0/id` → ["spec", "steps", 0, "id"], with numbers only where the value has a list. */
function pathOf(pointer: string, value: unknown): Path {
  const path: (string | number)[] = [];
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    path.push(Array.isArray(valueAt(value, path)) ? Number(key) : key);
  }
  return path;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (current, part) => (current as Record<string | number, unknown> | null | undefined)?.[part],
    value,
  );
}

/** `spec.steps[0].id` */
function pathText(path: Path): string {
  return path.map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`)).join("");
}
