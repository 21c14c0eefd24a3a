/** What the server keeps for itself. */
const serversOwn = new Set(["metadata.managedFields", "metadata.resourceVersion", "metadata.generation", "status"]);

/** The paths of an object that differ: `subjects`, `metadata.labels.tier`. Lists are told of as a whole. */
export function changedFields(before: unknown, after: unknown, path = ""): string[] {
  if (serversOwn.has(path) || JSON.stringify(before) === JSON.stringify(after)) return [];
  if (!isObject(before) || !isObject(after)) return [path];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => changedFields(before[name], after[name], path === "" ? name : `${path}.${name}`));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
