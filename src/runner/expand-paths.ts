import { readdirSync } from "node:fs";

/**
 * Paths in which a `*` stands for one component, against the file system as it is now. Sorted by number where
 * the component is one (`task/*`), so that readings compare. A folder that is gone gives nothing.
 */
export function expandPaths(patterns: readonly string[]): string[] {
  return patterns.flatMap((pattern) => expand(pattern));
}

function expand(pattern: string): string[] {
  const star = pattern.indexOf("/*");
  if (star < 0) return [pattern];
  const rest = pattern.slice(star + 2);
  return names(pattern.slice(0, star)).flatMap((name) => expand(`${pattern.slice(0, star)}/${name}${rest}`));
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1));
  } catch {
    return [];
  }
}
