import type { Fact, ProfileFact, Unit } from "../documents/facts.generated.ts";

/** What a tool promises about one of its facts: the public API that playbooks are checked against. */
export type FactDeclaration =
  | ScalarDeclaration
  | SeriesDeclaration
  | HistogramDeclaration
  | HistogramSeriesDeclaration
  | ProfileDeclaration
  | TableDeclaration;

interface Declared {
  /** One sentence; names the kernel file, man page or format the value comes from. */
  readonly description: string;
  /** The tool may work and still not have it (no quota is set, nothing was sampled). Playbooks ask with `has()`. */
  readonly optional?: true;
}

export interface ScalarDeclaration extends Declared {
  readonly kind: "number" | "string" | "boolean";
  readonly unit?: Unit;
}

export interface SeriesDeclaration extends Declared {
  readonly kind: "series";
  readonly unit: Unit;
}

export interface HistogramDeclaration extends Declared {
  readonly kind: "histogram";
  readonly unit: Unit;
}

export interface HistogramSeriesDeclaration extends Declared {
  readonly kind: "histogram-series";
  readonly unit: Unit;
}

export interface ProfileDeclaration extends Declared {
  readonly kind: "profile";
  readonly unit: Unit;
}

export interface TableDeclaration extends Declared {
  readonly kind: "table";
  /** In the order in which they are shown. */
  readonly columns: Readonly<
    Record<
      string,
      { readonly kind: "number" | "string" | "boolean"; readonly unit?: Unit; readonly description: string }
    >
  >;
}

/** Folded stack (`root;child;leaf`) → weight. */
export type FoldedStacks = ReadonlyMap<string, number>;

/** A fact as a parser returns it: the stacks of a profile are still in memory, the runner gives them a file. */
export type ParsedFact =
  | Exclude<Fact, ProfileFact>
  | { readonly kind: "profile"; readonly unit: Unit; readonly folded: FoldedStacks };
