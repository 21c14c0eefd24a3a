import type { Value } from "../documents/plan.generated.ts";
import { suggest } from "../nearest-name.ts";
import type { ArgumentDeclaration } from "../tools/argument.ts";
import { parseBytes, parseDuration } from "./quantity.ts";

/** A value as diag holds it (durations in milliseconds, sizes in bytes), or why it is none. */
export type ReadValue =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false;
      readonly code: "param-type" | "param-range";
      readonly message: string;
      readonly hint: string;
    };

/** What a value of each type looks like, for messages. */
const examples: Record<ArgumentDeclaration["type"], string> = {
  string: "a text",
  integer: "a whole number such as 10",
  number: "a number such as 0.5",
  boolean: "true or false",
  duration: "a duration such as 10s or 1m30s",
  bytes: "a size such as 64MiB",
  enum: "one of its values",
  list: "a list such as a,b,c",
};

/** Reads what a user or a playbook wrote for a param or an argument. Texts come from the command line too. */
export function readValue(name: string, declaration: ArgumentDeclaration, given: unknown): ReadValue {
  const value = convert(declaration, given);
  if (value === undefined) {
    const hint =
      declaration.type === "enum"
        ? suggest(typeof given === "string" ? given : "", declaration.values ?? [])
        : `Write ${examples[declaration.type]}: ${declaration.description}`;
    return {
      ok: false,
      code: "param-type",
      message: `${name} is ${show(given)}; it must be ${article(declaration)}`,
      hint,
    };
  }
  const [low, high] = [bound(declaration, declaration.minimum), bound(declaration, declaration.maximum)];
  if (typeof value === "number" && ((low !== undefined && value < low) || (high !== undefined && value > high))) {
    return {
      ok: false,
      code: "param-range",
      message: `${name} is ${String(given)}; it must be ${range(declaration)}`,
      hint: declaration.description,
    };
  }
  return { ok: true, value };
}

function convert(declaration: ArgumentDeclaration, given: unknown): Value | undefined {
  switch (declaration.type) {
    case "string":
      return typeof given === "string" ? given : undefined;
    case "integer":
      return wholeNumber(given);
    case "number":
      return anyNumber(given);
    case "boolean":
      return given === true || given === "true" ? true : given === false || given === "false" ? false : undefined;
    case "duration":
      return typeof given === "string" ? parseDuration(given) : undefined;
    case "bytes":
      return typeof given === "string" ? parseBytes(given) : undefined;
    case "enum":
      return typeof given === "string" && declaration.values?.includes(given) ? given : undefined;
    case "list":
      if (Array.isArray(given)) return given as Value;
      return typeof given === "string" ? given.split(",").filter((item) => item !== "") : undefined;
  }
}

function anyNumber(given: unknown): number | undefined {
  const value = typeof given === "string" && given.trim() !== "" ? Number(given) : given;
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function wholeNumber(given: unknown): number | undefined {
  const value = anyNumber(given);
  return Number.isSafeInteger(value) ? value : undefined;
}

function bound(declaration: ArgumentDeclaration, written: string | number | undefined): number | undefined {
  if (written === undefined) return undefined;
  const value = convert({ type: declaration.type, description: "" }, written);
  return typeof value === "number" ? value : undefined;
}

function article({ type, values }: ArgumentDeclaration): string {
  if (type === "enum") return `one of ${values?.join(", ")}`;
  if (type === "boolean") return "true or false";
  return type === "integer" ? "a whole number" : type === "bytes" ? "a size in bytes" : `a ${type}`;
}

function range({ minimum, maximum }: ArgumentDeclaration): string {
  if (minimum === undefined) return `at most ${maximum}`;
  return maximum === undefined ? `at least ${minimum}` : `between ${minimum} and ${maximum}`;
}

function show(given: unknown): string {
  return typeof given === "string" || typeof given === "object" ? JSON.stringify(given) : String(given);
}
