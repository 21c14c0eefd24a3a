import { decodeText } from "../text-lines.ts";
import { listOf, part, textOf } from "./json.ts";

/** What a hostile bundle says of what is missing ends somewhere. */
const maxNotes = 20;

/** A snapshot as it stands in a bundle; undefined where it is none. */
export function readSnapshot(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decodeText(bytes));
  } catch {
    return undefined;
  }
}

/** A note for each part that could not be had. */
export function readMissing(snapshot: unknown): string[] {
  return listOf(part(snapshot, "missing"))
    .slice(0, maxNotes)
    .map((one) => `${textOf(part(one, "what")) ?? "something"}: ${textOf(part(one, "why")) ?? "missing"}`);
}
