/** An object of JSON, of any shape. */
export type Fields = Readonly<Record<string, unknown>>;

/** A line of JSON that is an object; undefined where it is anything else. */
export function fieldsOf(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}

/** How much or how many; 0 where it is neither. */
export function amountOf(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : 0;
}
