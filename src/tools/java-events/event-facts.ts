import type { Unit } from "../../documents/facts.generated.ts";
import { number, string, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import type { StacksByType } from "../profile/runtime/parse-async-profiler.ts";
import { stackFactDeclarations, stackFacts } from "../stacks/stack-facts.ts";
import type { Parsed } from "../tool.ts";

/** What an event weighs, in the words of the facts: `bytes`, `allocated`. */
export interface EventWords {
  readonly unit: Unit;
  /** "Bytes", "Time waited". */
  readonly weight: string;
  readonly what: string;
  readonly did: string;
}

const shownTypes = 20;

const typesTable = (words: EventWords) =>
  ({
    kind: "table",
    description: `The ${shownTypes} ${words.what} that weigh most.`,
    columns: {
      type: { kind: "string", description: "Name of the class; `byte[]` for an array." },
      share: { kind: "number", unit: "percent", description: `Share of the ${words.weight}.` },
    },
  }) as const satisfies FactDeclaration;

export function eventFactDeclarations(words: EventWords) {
  const { unit, weight, did, what } = words;
  return {
    stacks: { kind: "profile", unit, description: `Stacks that ${did}, by ${weight}; the last frame is its type.` },
    total: { kind: "number", unit, description: `Sum of the ${weight}, estimated from the samples.` },
    topFunction: {
      kind: "string",
      optional: true,
      description: `Function that itself ${did} most. Absent without samples.`,
    },
    topShare: {
      kind: "number",
      unit: "percent",
      optional: true,
      description: `Share of the ${weight} by topFunction.`,
    },
    topPath: stackFactDeclarations.topPath,
    topType: { kind: "string", optional: true, description: `The heaviest of the ${what}.` },
    types: typesTable(words),
    functions: {
      ...stackFactDeclarations.functions,
      description: `The functions that themselves ${did} most.`,
      columns: {
        ...stackFactDeclarations.functions.columns,
        self: { kind: "number", unit: "percent", description: `Share of the ${weight} by itself.` },
        total: { kind: "number", unit: "percent", description: `Share of the ${weight} by it and what it called.` },
      },
    },
    threads: {
      ...stackFactDeclarations.threads,
      description: `Threads by name, by ${weight}.`,
      columns: {
        ...stackFactDeclarations.threads.columns,
        share: { kind: "number", unit: "percent", description: `Share of the ${weight}.` },
      },
    },
  } as const satisfies Record<string, FactDeclaration>;
}

/** Stacks of one event → facts. The function is who allocated or waited, not the type at the stack's end. */
export function eventFacts(
  { stacks, callers, types }: StacksByType,
  words: EventWords,
  { partial }: { readonly partial: boolean },
): Parsed {
  const { topFunction, topShare, topPath, functions, threads } = stackFacts(callers, words.unit);
  const total = [...callers.values()].reduce((sum, weight) => sum + weight, 0);
  const heaviest = [...types].toSorted(([, a], [, b]) => b - a).slice(0, shownTypes);
  const rows = heaviest.map(([name, weight]): [string, number] => [name, (100 * weight) / total]);
  const optional: Record<string, ParsedFact | undefined> = {
    topFunction,
    topShare,
    topPath,
    topType: rows[0] && string(rows[0][0]),
  };
  return {
    facts: {
      stacks: { kind: "profile", unit: words.unit, folded: stacks },
      total: number(total, words.unit),
      functions: functions as ParsedFact,
      threads: threads as ParsedFact,
      types: table(typesTable(words), rows),
      ...Object.fromEntries(
        Object.entries(optional).flatMap(([name, fact]) => (fact === undefined ? [] : [[name, fact]])),
      ),
    },
    notes: [
      ...(total === 0 ? [`Nothing was seen that ${words.did}.`] : []),
      ...(partial ? ["Cut short; shares are of what was seen until then."] : []),
    ],
  };
}
