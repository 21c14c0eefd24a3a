import type { ErrorObject } from "ajv";
import { DiagError } from "../errors.ts";
import { suggest } from "./nearest-name.ts";
import type { Path, SourceMap } from "./source-map.ts";

/** What each property list of the schema allows is told by ajv only for the key that it refuses. */
type KnownKeys = (schemaPath: string) => readonly string[];

/** ajv's errors as diag's, each at its place. Errors that only repeat another (the branches of oneOf) are left out. */
export function schemaErrors(errors: readonly ErrorObject[], value: unknown, source: SourceMap, knownKeys: KnownKeys): DiagError[] {
  return errors.flatMap((error) => {
    const path = pathOf(error.instancePath, value);
    const message = messageOf(error, path);
    if (message === undefined) return [];
    const isKey = error.keyword === "additionalProperties" || error.keyword === "propertyNames";
    const key = error.params["additionalProperty"] ?? error.params["propertyName"];
    const at = isKey ? source.key([...path, String(key)]) : source.value(path);
    const hint = error.keyword === "additionalProperties" ? suggest(String(key), knownKeys(error.schemaPath)) : hintOf(error);
    return [new DiagError("schema", message, { at, ...(hint === undefined ? {} : { hint }) })];
  });
}

function messageOf(error: ErrorObject, path: Path): string | undefined {
  const where = path.length === 0 ? "the playbook" : pathText(path);
  switch (error.keyword) {
    case "additionalProperties":
      return `${where} has no key \`${error.params["additionalProperty"]}\``;
    case "propertyNames":
      return `\`${error.params["propertyName"]}\` cannot be a name in ${where}: it starts with a small letter, then letters, digits and _`;
    case "required":
      // Of a condition between properties the branch that fits best is not known: see oneOf below.
      return error.schemaPath.includes("/oneOf/") || error.schemaPath.includes("/anyOf/") ? undefined : `${where} lacks \`${error.params["missingProperty"]}\``;
    case "oneOf":
      return error.schemaPath.includes("Step") ? `${where} must have either \`tool\`, or \`run\` with \`parse\`` : `${where} has the wrong type`;
    case "anyOf":
      return error.schemaPath.includes("Check") ? `${where} must have \`fail\`, \`warn\` or \`info\`` : undefined;
    case "not":
    case "if":
      return undefined;
    case "enum":
      return `${where} is none of its values`;
    case "const":
      return `${where} must be ${JSON.stringify(error.params["allowedValue"])}`;
    case "type":
      return /\/(oneOf|anyOf)\/\d/.test(error.schemaPath) ? undefined : `${where} must be ${[error.params["type"]].flat().join(" or ")}`;
    case "pattern":
      return error.propertyName === undefined ? `${where} is not written as it must be` : undefined;
    default:
      return `${where} ${error.message ?? "is not valid"}`;
  }
}

function hintOf(error: ErrorObject): string | undefined {
  if (error.keyword === "enum") return `It is one of ${(error.params["allowedValues"] as unknown[]).join(", ")}.`;
  if (error.keyword === "pattern") return `It must match ${error.params["pattern"]}.`;
  return undefined;
}

/** `/spec/steps/0/id` → ["spec", "steps", 0, "id"], with numbers only where the value has a list. */
function pathOf(pointer: string, value: unknown): Path {
  let current = value;
  return pointer
    .split("/")
    .slice(1)
    .map((part) => {
      const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
      const step = Array.isArray(current) ? Number(key) : key;
      current = (current as Record<string | number, unknown> | undefined)?.[step];
      return step;
    });
}

/** `spec.steps[0].id` */
export function pathText(path: Path): string {
  return path.map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`)).join("");
}
