import type { Fact, Unit } from "../../documents/facts.generated.ts";
import { formatQuantity } from "../../documents/format-quantity.ts";
import type { Section } from "../../documents/playbook.generated.ts";
import { driftOf, middleOf } from "../../playbook/expression/trend.ts";
import type { ChartReference, ChartSeries, ChartTrend, Exhibit } from "../exhibit.ts";
import { heaviestPath } from "../flamegraph/heaviest-path.ts";
import type { StackTree } from "../flamegraph/stack-tree.ts";
import { topFunctions } from "../flamegraph/top-functions.ts";
import { flamegraphAnswer, heatmapAnswer, histogramAnswer, seriesAnswer, stackAnswer } from "./answers.ts";
import { chartEvents } from "./chart-events.ts";
import { coarserIntervals } from "./coarser-intervals.ts";
import { plainName, splitFact } from "./fact-name.ts";
import { functionNamedIn } from "./marked-function.ts";

export interface ExhibitContext {
  /** All facts of the group that there are, the first among them. */
  readonly facts: readonly Fact[];
  readonly stacks: ReadonlyMap<string, StackTree>;
  /** What the verdict says, where this is its evidence. */
  readonly verdict: string;
  /** Seconds from the opening of the window to the start of each fact's step. */
  readonly offsets: readonly number[];
  /** Whether the trend of each fact is drawn. */
  readonly trends: readonly boolean[];
  /** Whether each fact is marked on the time axis. */
  readonly marks: readonly boolean[];
  readonly seconds: number;
}

type Shown = Pick<Exhibit, "id" | "facts" | "title" | "lead">;
type Maker = (shown: Shown, fact: Fact, context: ExhibitContext) => Exhibit;

const shownFunctions = 10;
/** The verdict may name a function further down than the table reaches. */
const searchedFunctions = 200;
const mostSeries = 6;
/** More columns than these are narrower than can be told apart. */
const mostIntervals = 120;

export const makers: Readonly<Record<Section["kind"], Maker>> = {
  flamegraph(shown, fact, { stacks, verdict }) {
    if (fact.kind !== "profile") return unfit(shown, fact, "profile");
    const { unit, total, file } = fact;
    if (total <= 0) return empty(shown, `${formatQuantity(0, unit)} in the whole window`);
    const tree = stacks.get(file);
    if (tree === undefined)
      return {
        ...shown,
        kind: "missing",
        why: `${file} is not in the bundle`,
        mend: "Copy the bundle again from where it was made.",
      };
    const functions = topFunctions(tree, searchedFunctions);
    const named = functionNamedIn(verdict, functions);
    const marked = named === undefined ? undefined : heaviestPath(tree, named);
    const told = marked ?? (functions[0] === undefined ? undefined : heaviestPath(tree, functions[0].name));
    return {
      ...shown,
      kind: "flamegraph",
      unit,
      total,
      stacks: fact.stacks,
      file,
      tree,
      mark: marked?.frames ?? [],
      topFunctions: functions.slice(0, shownFunctions),
      answer: flamegraphAnswer(told, total, unit),
    };
  },

  chart(shown, fact, context) {
    if (fact.kind !== "series") return unfit(shown, fact, "series");
    const { trends, marks, seconds } = context;
    const all = placedSeries(shown, context);
    const series = all
      .filter(({ index, unit }) => unit === fact.unit && marks[index] !== true)
      .map(({ index, name, points }): ChartSeries => ({ name, points, ...(trends[index] ? trendOf(points) : {}) }));
    const marked = all.filter(({ index }) => marks[index] === true);
    if (series.length === 0) return empty(shown, "not one reading in the whole window");
    const isZero = series.every(({ points }) => points.every(([, value]) => value === 0));
    if (isZero) return empty(shown, `${formatQuantity(0, fact.unit)} throughout`);
    return {
      ...shown,
      kind: "chart",
      unit: fact.unit,
      series: series.slice(0, mostSeries),
      references: referencesIn(shown, fact.unit, context),
      events: marked.flatMap(({ name, points }) => chartEvents(name, points)),
      seconds,
      answer: seriesAnswer(series.slice(0, mostSeries), fact.unit),
    };
  },

  stack(shown, fact, context) {
    if (fact.kind !== "series") return unfit(shown, fact, "series");
    const all = placedSeries(shown, context).filter(({ unit }) => unit === fact.unit);
    const times = all[0]?.points.map(([at]) => at) ?? [];
    const parts = all
      .filter(({ points }) => points.length === times.length && points.every(([at], i) => at === times[i]))
      .map(({ name, points }) => ({ name, values: points.map(([, value]) => value) }))
      .filter(({ values }) => values.some((value) => value > 0))
      .slice(0, mostSeries);
    if (parts.length === 0) return empty(shown, `${formatQuantity(0, fact.unit)} throughout`);
    return {
      ...shown,
      kind: "stack",
      unit: fact.unit,
      times,
      parts,
      references: referencesIn(shown, fact.unit, context),
      seconds: context.seconds,
      answer: stackAnswer(parts, fact.unit),
    };
  },

  histogram(shown, fact) {
    if (fact.kind !== "histogram") return unfit(shown, fact, "histogram");
    const { unit, buckets } = fact;
    if (buckets.every(({ count }) => count === 0)) return empty(shown, "not one counted in the whole window");
    return { ...shown, kind: "histogram", unit, buckets, answer: histogramAnswer(buckets, unit) };
  },

  heatmap(shown, fact, { offsets, seconds }) {
    if (fact.kind !== "histogram-series") return unfit(shown, fact, "histogram-series");
    const { unit } = fact;
    const offset = offsets[0] ?? 0;
    if (fact.intervals.every(({ buckets }) => buckets.every(({ count }) => count === 0)))
      return empty(shown, "not one counted in the whole window");
    const intervals = coarserIntervals(
      fact.intervals.map(({ from, to, buckets }) => ({ from: from + offset, to: to + offset, buckets })),
      mostIntervals,
    );
    return { ...shown, kind: "heatmap", unit, intervals, seconds, answer: heatmapAnswer(intervals, unit) };
  },

  table(shown, fact) {
    if (fact.kind !== "table") return unfit(shown, fact, "table");
    if (fact.rows.length === 0) return empty(shown, "no rows");
    return { ...shown, kind: "table", columns: fact.columns, rows: fact.rows };
  },

  text(shown, fact) {
    if (fact.kind === "number") return { ...shown, kind: "text", text: formatQuantity(fact.value, fact.unit) };
    if (fact.kind !== "string" && fact.kind !== "boolean") return unfit(shown, fact, "string");
    if (fact.value === "") return empty(shown, "the text is empty");
    return { ...shown, kind: "text", text: String(fact.value) };
  },
};

interface PlacedSeries {
  readonly index: number;
  readonly name: string;
  readonly unit: Unit;
  readonly points: ChartSeries["points"];
}

/** The series of a group on the clock of the run. */
function placedSeries(shown: Shown, { facts, offsets }: ExhibitContext): PlacedSeries[] {
  return facts.flatMap((fact, index) => {
    if (fact.kind !== "series" || fact.points.length === 0) return [];
    const points = fact.points.map(([at, value]) => [at + (offsets[index] ?? 0), value] as const);
    return [{ index, name: nameIn(shown, index), unit: fact.unit, points }];
  });
}

function referencesIn(shown: Shown, unit: Unit, { facts }: ExhibitContext): ChartReference[] {
  return facts.flatMap((fact, index) =>
    fact.kind === "number" && fact.unit === unit ? [{ name: nameIn(shown, index), value: fact.value }] : [],
  );
}

function nameIn({ facts }: Shown, index: number): string {
  return plainName(splitFact(facts[index] ?? "").fact);
}

function trendOf(points: ChartSeries["points"]): { trend?: ChartTrend } {
  const { drift, low, high } = driftOf(points);
  return Number.isFinite(high - low) ? { trend: { through: middleOf(points), drift, low, high } } : {};
}

function empty(shown: Shown, statement: string): Exhibit {
  return { ...shown, kind: "empty", statement };
}

function unfit(shown: Shown, fact: Fact, wanted: Fact["kind"]): Exhibit {
  return {
    ...shown,
    kind: "missing",
    why: `${shown.facts[0]} is a ${fact.kind}, and a ${wanted} is needed here`,
    mend: "Correct the report section of the playbook.",
  };
}
