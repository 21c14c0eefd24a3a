import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** Of a kubeconfig's users and clusters. */
const secretFields = ["token", "password", "client-key-data", "client-certificate-data", "certificate-authority-data"];
/** So much of a secret counts as all of it. */
const pieceLength = 32;

/** What of a kubeconfig must be seen nowhere: tokens, keys and certificates, as they are written and decoded, in pieces. */
export function secretsOf(kubeconfig: string): string[] {
  const text = readFileSync(kubeconfig, "utf8");
  const { users = [], clusters = [] } = wellFormed(text);
  if (!Array.isArray(users) || !Array.isArray(clusters)) return [];
  const entries = [...users, ...clusters].flatMap(({ user, cluster }) => Object.entries(user ?? cluster ?? {}));
  return entries.flatMap(([field, value]) => {
    if (!secretFields.includes(field) || typeof value !== "string") return [];
    if (!field.endsWith("-data")) return [value, Buffer.from(value).toString("base64").replace(/=+$/, "")];
    const decoded = Buffer.from(value, "base64").toString("utf8").split("\n");
    return [...piecesOf(value), ...decoded.filter((line) => !line.startsWith("-----")).flatMap(piecesOf)];
  });
}

/** Those of `secrets` that are in the texts, or in any file of the folders. */
export function secretsIn(secrets: readonly string[], texts: readonly string[], folders: readonly string[]): string[] {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name), "latin1")),
  );
  return secrets.filter((secret) => [...texts, ...files].some((text) => text.includes(secret)));
}

function piecesOf(text: string): string[] {
  const count = Math.floor(text.length / pieceLength);
  return Array.from({ length: count }, (_, at) => text.slice(at * pieceLength, (at + 1) * pieceLength));
}

/** A file that is broken on purpose has its secrets told by its test. */
function wellFormed(text: string): { readonly users?: unknown; readonly clusters?: unknown } {
  try {
    const value: unknown = parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
