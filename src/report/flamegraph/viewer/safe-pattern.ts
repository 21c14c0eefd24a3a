/** How many characters of a name are looked at, by the number of repetitions: work grows with its power. */
const lengths = [4096, 2048, 250, 80];
const maximumPattern = 200;
/** So many choices of two ways cost less than one more repetition. */
const choicesPerRepetition = 4;

/** A pattern that can be run without a freeze, or why there is none. */
export type SafePattern = { readonly matches: (name: string) => boolean } | { readonly problem: string };

/**
 * The reader's own regular expression, run by the browser's backtracking engine over names from a node. What can take
 * exponential time is refused, what can take polynomial time sees less of each name: no name takes over some 50 ms.
 */
export function safePattern(text: string): SafePattern {
  let pattern: RegExp;
  try {
    pattern = new RegExp(text, "iu");
  } catch {
    return { problem: "not a regular expression" };
  }
  const bare = text.replace(/\\[^1-9k]/g, "_").replace(/\[[^\]]*\]/g, "_");
  const repetitions = bare.match(/[*+]|\{/g)?.length ?? 0;
  // Alternatives of the whole pattern are tried one after the other; those within a group multiply.
  const choices = bare.match(bare.includes("(") ? /[^*+}?(]\?|\|/g : /[^*+}?(]\?/g)?.length ?? 0;
  const length = lengths[repetitions + Math.ceil(choices / choicesPerRepetition)];
  if (text.length > maximumPattern) return { problem: `longer than ${maximumPattern} characters` };
  if (/\\[1-9k]|\(\?[=!<]/.test(bare)) return { problem: "references and lookarounds can take too long" };
  if (/\)(?:[*+]|\{)/.test(bare)) return { problem: "a repeated group can take too long" };
  if (length === undefined) return { problem: "so many repetitions and choices can take too long" };
  return { matches: (name) => pattern.test(name.length > length ? name.slice(0, length) : name) };
}
