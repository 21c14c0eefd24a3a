/** Literals and operators that are words; `constructor` is how cel-js tells what an object is. */
const words = ["true", "false", "null", "in", "constructor"];

/** What CEL reserves for later, its names of types, the namespaces of cel-js, and the names of diag's own. */
const roots = [
  ..."as break const continue else for function if import let loop package namespace return var void while".split(" "),
  ..."bool bytes double dyn duration int list map string timestamp type uint optional cel google".split(" "),
  ...["params", "target"],
];

/** Whether expressions can name a step so. */
export function isStepName(id: string): boolean {
  return !words.includes(id) && !roots.includes(id);
}

/** Whether expressions can name a param or a fact so, after a dot. */
export function isMemberName(name: string): boolean {
  return !words.includes(name);
}
