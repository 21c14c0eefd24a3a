import { formatNumber, formatQuantity } from "../../documents/format-quantity.ts";
import { frameLabel } from "../flamegraph/frame-kind.ts";
import { code, figures, type Grid, words } from "../grid/grid.ts";
import { outcomeWord } from "../words/outcome-word.ts";
import type { Amount, Comparison, FactChange, FindingSide, ProfileChange } from "./comparison.ts";
import { moveWord } from "./move-word.ts";

export function conditionGrid({ conditions }: Comparison): Grid {
  return {
    caption: "What else differs between the runs",
    columns: [words("what"), words("before"), words("after")],
    rows: conditions.map(({ name, before, after }) => [name, before, after]),
  };
}

/** Findings that are as they were: those that changed have a place of their own. */
export function sameFindingGrid({ findings }: Comparison): Grid {
  return {
    caption: "Findings that did not change",
    columns: [words("finding"), words("outcome"), words("before"), words("after")],
    rows: findings
      .filter(({ change }) => change === "same")
      .map(({ title, before, after }) => [
        title,
        outcomeText(after ?? before),
        before?.message ?? "–",
        after?.message ?? "–",
      ]),
  };
}

export function outcomeText(side: FindingSide | undefined): string {
  return side === undefined ? "does not apply" : outcomeWord[side.outcome];
}

/** More or less, beyond noise. */
export function movedFactGrid({ facts }: Comparison): Grid {
  return {
    caption: "Facts that changed",
    columns: [code("fact"), figures("change"), figures("of before"), words("before"), words("after")],
    rows: facts
      .filter(({ change }) => change === "more" || change === "less")
      .map(({ name, change, before = "", after = "", amount }) => [
        name,
        amount === undefined ? moveWord[change] : absoluteText(amount),
        amount === undefined ? "–" : relativeText(amount),
        before,
        after,
      ]),
  };
}

export function otherFactGrid({ facts }: Comparison): Grid {
  return plainFacts(
    "Facts that differ, and have no size",
    facts.filter(({ change }) => change === "other"),
  );
}

export function sameFactGrid({ facts }: Comparison): Grid {
  return plainFacts(
    "Facts that are the same, or differ by no more than noise",
    facts.filter(({ change }) => change === "same"),
  );
}

function plainFacts(caption: string, facts: readonly FactChange[]): Grid {
  return {
    caption,
    columns: [code("fact"), words("before"), words("after")],
    rows: facts.map(({ name, before = "", after = "" }) => [name, before, after]),
  };
}

export function unknownFactGrid({ facts }: Comparison): Grid {
  return {
    caption: "Facts that only one run has",
    columns: [code("fact"), words("before"), words("after"), words("why")],
    rows: facts
      .filter(({ change }) => change === "unknown")
      .map(({ name, before = "–", after = "–", why = "" }) => [name, before, after, why]),
  };
}

export function functionGrid({ grown, shrunk, total, unit, title }: ProfileChange): Grid {
  const weight = (value: number, all: number) =>
    `${formatQuantity(value, unit)}, ${formatQuantity(all > 0 ? (100 * value) / all : 0, "percent")}`;
  return {
    caption: `${title}: functions that changed`,
    columns: [
      code("function"),
      words("change"),
      figures("self before"),
      figures("self after"),
      figures("with what it calls, before"),
      figures("after"),
    ],
    rows: [...grown, ...shrunk].map((one) => [
      frameLabel(one.name),
      one.isOwn ? moveWord[one.change] : `${moveWord[one.change]}, by what it calls`,
      weight(one.self.before, total.before),
      weight(one.self.after, total.after),
      weight(one.total.before, total.before),
      weight(one.total.after, total.after),
    ]),
  };
}

/** Its sign is always there. Between two percentages lie points: percent would be read as a relation. */
function absoluteText({ absolute, unit }: Amount): string {
  const size = Math.abs(absolute);
  return `${signOf(absolute)}${unit === "percent" ? `${formatNumber(size)}\u202fpoints` : formatQuantity(size, unit)}`;
}

/** `+190 %`; a multiple reads better where it is more than tenfold: `× 15`. */
function relativeText({ before, after, relative }: Amount): string {
  if (relative === undefined) return "from 0";
  return relative >= 9
    ? `× ${formatQuantity(after / before, "none")}`
    : `${signOf(relative)}${formatQuantity(Math.abs(relative) * 100, "percent")}`;
}

function signOf(value: number): string {
  return value > 0 ? "+" : value < 0 ? "−" : "±";
}
