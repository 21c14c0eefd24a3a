import { frameLabel } from "../flamegraph/frame-kind.ts";
import type { FunctionWeight } from "../flamegraph/top-functions.ts";

/** Shorter names are words of the message more often than they are functions. */
const shortest = 3;

/** The function that a message speaks of: the heaviest whose name stands in it, on its own. */
export function functionNamedIn(message: string, functions: readonly FunctionWeight[]): string | undefined {
  return functions.find(({ name }) => {
    const label = frameLabel(name);
    return label.length >= shortest && standsIn(message, label);
  })?.name;
}

function standsIn(message: string, label: string): boolean {
  for (let at = message.indexOf(label); at >= 0; at = message.indexOf(label, at + 1)) {
    const around = `${message[at - 1] ?? " "}${message[at + label.length] ?? " "}`;
    if (!/[\w$]/.test(around)) return true;
  }
  return false;
}
