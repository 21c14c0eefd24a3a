import { formatNumber } from "../../documents/format-quantity.ts";
import { isProblem } from "./compare-findings.ts";
import { functionText, mainChanges } from "./compare-profiles.ts";
import type { Comparison, ComparisonVerdict, FindingChange, ProfileChange } from "./comparison.ts";

type Compared = Pick<Comparison, "findings" | "facts" | "profiles">;

/** The answer. The findings decide: of a fact alone nobody can say whether more of it is worse. */
export function comparisonVerdict(compared: Compared): ComparisonVerdict {
  const { findings, profiles } = compared;
  const worse = findings.filter(({ change, after }) => (change === "new" || change === "worse") && isProblem(after));
  const better = findings.filter(
    ({ change, before }) => (change === "gone" || change === "better") && isProblem(before),
  );
  const open = [
    ...findings.filter(({ change }) => change === "now-unknown").map(nowUnknown),
    ...findings.filter(({ change, after }) => change === "now-known" && isProblem(after)).map(nowKnown),
  ];
  const [first, ...others] = [
    ...worse.map((change) => ({ change, word: "Worse too" })),
    ...better.map((change) => ({ change, word: "Better" })),
  ];
  const functions = profiles.flatMap(functionLines);
  if (first !== undefined) {
    const { before, after } = first.change;
    return {
      change: worse.length === 0 ? "better" : better.length === 0 ? "worse" : "mixed",
      statement: nowText(first.change),
      details: [
        ...(before === undefined ? [] : [`Before: ${sentence(before.message)}`]),
        ...functions,
        ...others.map(({ word, change }) => `${word}: ${sentence(nowText(change))}`),
        ...open,
      ],
      ...(after?.remedy === undefined || worse.length === 0 ? {} : { remedy: after.remedy }),
    };
  }
  return open.length > 0
    ? { change: "unclear", statement: "It cannot be told whether it is worse.", details: [...open, ...functions] }
    : { change: "same", statement: sameStatement(compared), details: functions };
}

function nowText({ after, title }: FindingChange): string {
  return after?.message ?? `“${title}” does not apply any more.`;
}

function nowUnknown({ title, after }: FindingChange): string {
  const [missing] = after?.missing ?? [];
  return sentence(`Not known now: ${title}${missing === undefined ? "" : ` (${missing.why})`}`);
}

function nowKnown({ after }: FindingChange): string {
  return `Not judged before: ${sentence(after?.message ?? "")}`;
}

function functionLines(profile: ProfileChange): string[] {
  const told = mainChanges(profile).map((one) => functionText(one, profile.total, profile.unit));
  return told.length === 0 ? [] : [`${profile.title}: ${told.join("; ")}.`];
}

function sameStatement({ findings, facts, profiles }: Compared): string {
  const moved = facts.filter(({ change }) => change === "more" || change === "less").length;
  const alike = findings.filter(({ before, after }) => isProblem(before) && isProblem(after)).length;
  const still = alike === 0 ? "" : `; ${plural(alike, "problem stays", "problems stay")}`;
  if (moved > 0 || profiles.some(({ grown, shrunk }) => grown.length + shrunk.length > 0)) {
    return `No finding changed${still}. ${plural(moved, "fact", "facts")} of ${formatNumber(facts.length)} did.`;
  }
  return `Nothing that matters changed${still}.`;
}

function plural(count: number, one: string, many: string): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
