import { distance as editDistance } from "fastest-levenshtein";

/** The known name that a misspelt one most likely means, or undefined where none is near. */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  // A name of which nothing is left is another name.
  let bestDistance = Math.min(Math.ceil(name.length / 3) + 1, name.length);
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** More names than are taken in at a glance: beside a near one they are left out. */
const glance = 8;

/** "Did you mean `x`? There are `x`, `y`." for a hint. */
export function suggest(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  if (nearest !== undefined && known.length > glance) return `Did you mean ${quoted(nearest)}?`;
  const list =
    known.length === 0
      ? "There are none."
      : `There ${known.length === 1 ? "is" : "are"} ${known.map(quoted).join(", ")}.`;
  return nearest === undefined ? list : `Did you mean ${quoted(nearest)}? ${list}`;
}

function quoted(name: string): string {
  return `\`${name}\``;
}
