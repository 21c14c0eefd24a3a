/** `step.fact`, apart. A step's id has no dot. */
export function splitFact(reference: string): { readonly step: string; readonly fact: string } {
  const dot = reference.indexOf(".");
  return dot < 0 ? { step: reference, fact: "" } : { step: reference.slice(0, dot), fact: reference.slice(dot + 1) };
}

/** `usageOverTime` → `usage`, `topShare` → `top share`: for a legend, where time is on the axis anyway. */
export function plainName(fact: string): string {
  const words = fact.replace(/(?<=[a-z0-9])(?=[A-Z])/g, " ").toLowerCase();
  return words.replace(/ over time$/, "");
}
