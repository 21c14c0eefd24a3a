/** Reading JSON of any shape: what is not there, or is something else, is undefined. */
export function part(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (one, name) => (isObject(one) && Object.hasOwn(one, name) ? one[name] : undefined),
    value,
  );
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Milliseconds since 1970. */
export function timeOf(value: unknown): number | undefined {
  return numberOf(Date.parse(textOf(value) ?? ""));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
