import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Where the lab keeps what is slow to make, outside the work tree. */
export const cacheFolder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "diag", "lab");

/**
 * A path in the cache that changes with the recipe's text, so that an old make is never used for a new recipe.
 *
 * @param recipe A file, or all those that the make depends on.
 * @param make Called with the path when nothing is there; must make it whole or not at all.
 */
export async function cached(
  name: string,
  recipe: string | readonly string[],
  make: (path: string) => Promise<unknown>,
): Promise<string> {
  const hash = createHash("sha256");
  for (const file of [recipe].flat()) hash.update(readFileSync(file));
  const key = hash.digest("hex").slice(0, 12);
  const path = join(cacheFolder, `${name}-${key}`);
  if (!existsSync(path)) {
    mkdirSync(cacheFolder, { recursive: true });
    await make(path);
  }
  return path;
}
