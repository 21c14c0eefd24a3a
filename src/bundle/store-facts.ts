import type { Fact, Facts } from "../documents/facts.generated.ts";
import type { FoldedStacks, ParsedFact } from "../tools/fact-declaration.ts";
import type { BundleWriter } from "./bundle-writer.ts";

/** Gives the stacks of every profile a file in the bundle. @returns the step's facts as facts.json holds them. */
export function storeProfiles(
  step: string,
  facts: Readonly<Record<string, ParsedFact>>,
  bundle: BundleWriter,
): Facts["steps"][string] {
  const stored: Record<string, Fact> = {};
  for (const [name, fact] of Object.entries(facts)) {
    if (fact.kind !== "profile") {
      stored[name] = fact;
      continue;
    }
    const file = `profiles/${step}.${name}.folded`.toLowerCase();
    bundle.put(file, foldedText(fact.folded));
    let total = 0;
    for (const weight of fact.folded.values()) total += weight;
    stored[name] = { kind: "profile", unit: fact.unit, file, total, stacks: fact.folded.size };
  }
  return stored;
}

function foldedText(folded: FoldedStacks): string {
  return [...folded].map(([stack, weight]) => `${stack} ${weight}\n`).join("");
}
