import { table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";

/** Processes of one name that the target started while it was watched. */
export interface Children {
  readonly parent: string;
  readonly child: string;
  /** How long they were there, added up. */
  readonly us: number;
  /** How many were seen. */
  readonly started: number;
}

const shown = 20;

export const childDeclarations = {
  children: {
    kind: "table",
    optional: true,
    description:
      "Processes that the target started while it was watched, by samples only; what is shorter than the time between two looks is seen by chance.",
    columns: {
      child: { kind: "string", description: "Name (comm)." },
      parent: { kind: "string", description: "Name of who started it." },
      running: {
        kind: "number",
        unit: "percent-of-core",
        description: "How many there were on average: 100 is one all the time.",
      },
      started: { kind: "number", unit: "count", description: "How many were seen." },
      lifetime: { kind: "number", unit: "microseconds", description: "How long one was there on average." },
    },
  },
} as const satisfies Record<string, FactDeclaration>;

export function childFacts(children: readonly Children[], seconds: number): Partial<Record<"children", ParsedFact>> {
  const rows = children
    .filter(({ us, started }) => us > 0 && started > 0)
    .toSorted((a, b) => b.us - a.us)
    .slice(0, shown)
    .map(({ child, parent, us, started }) => [
      child,
      parent,
      seconds > 0 ? us / 1e4 / seconds : 0,
      started,
      us / started,
    ]);
  return rows.length === 0 ? {} : { children: table(childDeclarations.children, rows) };
}
