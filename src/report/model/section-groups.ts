import type { Fact } from "../../documents/facts.generated.ts";
import type { Section } from "../../documents/playbook.generated.ts";

export interface SectionGroup {
  readonly kind: Section["kind"];
  readonly facts: readonly string[];
  readonly title?: string;
  readonly caption?: string;
  /** Those of the facts whose trend is drawn. */
  readonly trends: readonly string[];
  /** Those of the facts that are marked on the time axis instead of being drawn. */
  readonly marks: readonly string[];
}

/**
 * Charts that follow one another under the same title are one chart: more series, or a number to compare with. So are stacks.
 * The first must be a series.
 */
export function joinCharts(
  sections: readonly Section[],
  kindOf: (fact: string) => Fact["kind"] | undefined,
): SectionGroup[] {
  const groups: SectionGroup[] = [];
  for (const { kind, fact, title, caption, trend, mark } of sections) {
    const last = groups.at(-1);
    const joins =
      (kind === "chart" || kind === "stack") && last?.kind === kind && title !== undefined && last.title === title;
    const words = caption ?? (joins ? last.caption : undefined);
    const group = {
      kind,
      facts: joins ? [...last.facts, fact].toSorted((a, b) => rank(kindOf(a)) - rank(kindOf(b))) : [fact],
      trends: [...(joins ? last.trends : []), ...(trend === true ? [fact] : [])],
      marks: [...(joins ? last.marks : []), ...(mark === true ? [fact] : [])],
      ...(title === undefined ? {} : { title }),
      ...(words === undefined ? {} : { caption: words }),
    };
    if (joins) groups.splice(-1, 1, group);
    else groups.push(group);
  }
  return groups;
}

/** Series before numbers before what is not there. */
function rank(kind: Fact["kind"] | undefined): number {
  return kind === "series" ? 0 : kind === undefined ? 2 : 1;
}
