/** `step.fact`, apart. A step's id has no dot. */
export function splitFact(reference: string): { readonly step: string; readonly fact: string } {
  const dot = reference.indexOf(".");
  return dot < 0 ? { step: reference, fact: "" } : { step: reference.slice(0, dot), fact: reference.slice(dot + 1) };
}
