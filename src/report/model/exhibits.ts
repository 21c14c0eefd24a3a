import type { Fact } from "../../documents/facts.generated.ts";
import type { Section } from "../../documents/playbook.generated.ts";
import type { Exhibit } from "../exhibit.ts";
import type { ReportInput } from "../report-input.ts";
import { thinSpaces } from "../words/thin-spaces.ts";
import { type ExhibitContext, makers } from "./exhibit-makers.ts";
import { splitFact } from "./fact-name.ts";
import { whyMissing } from "./missing-fact.ts";
import { runWindow } from "./run-window.ts";
import { joinCharts, type SectionGroup } from "./section-groups.ts";
import { decidingFinding, proves } from "./verdict-block.ts";

/** More than this above the other findings, and the reader has lost them. */
const mostLeads = 2;

/** What the playbook wants shown and what proves a finding; the verdict's evidence first. */
export function buildExhibits(input: ReportInput): Exhibit[] {
  const ids = new Set<string>();
  const sections = [...input.playbookSections, ...unshownEvidence(input)];
  const groups = joinCharts(sections, (fact) => factOf(input, fact)?.kind);
  const seconds = clockSeconds(input, groups);
  const exhibits = groups.map((group) => buildExhibit(input, group, uniqueId(group.facts[0] ?? "", ids), seconds));
  const leads = leadingExhibits(input, exhibits);
  return [...leads.map((exhibit) => ({ ...exhibit, lead: true })), ...exhibits.filter((one) => !leads.includes(one))];
}

function buildExhibit(input: ReportInput, group: SectionGroup, id: string, seconds: number): Exhibit {
  const reference = group.facts[0] ?? "";
  const { step, fact: name } = splitFact(reference);
  const planned = input.plan.steps.find((one) => one.id === step);
  const title = group.title ?? planned?.title ?? `${step}: ${name}`;
  const shown = { id, facts: group.facts, title, lead: false };
  const fact = factOf(input, reference);
  if (fact === undefined) return { ...shown, kind: "missing", ...whyMissing(reference, input) };
  const context: ExhibitContext = {
    facts: group.facts.flatMap((one) => factOf(input, one) ?? []),
    stacks: input.stacks,
    verdict: provesVerdict(input, group.facts) ? (input.findings?.verdict.message ?? "") : "",
    offsets: group.facts.map((one) => secondsIntoWindow(input, splitFact(one).step)),
    trends: group.facts.map((one) => group.trends.includes(one)),
    marks: group.facts.map((one) => group.marks.includes(one)),
    seconds,
  };
  const exhibit = makers[group.kind](shown, fact, context);
  // How to read a picture helps nobody where there is none.
  const isBare = exhibit.kind === "empty" || exhibit.kind === "missing";
  return isBare || group.caption === undefined ? exhibit : { ...exhibit, caption: thinSpaces(group.caption) };
}

function factOf({ facts }: ReportInput, reference: string): Fact | undefined {
  const { step, fact } = splitFact(reference);
  const ofStep = facts !== undefined && Object.hasOwn(facts.steps, step) ? facts.steps[step] : undefined;
  return ofStep !== undefined && Object.hasOwn(ofStep, fact) ? ofStep[fact] : undefined;
}

/** What a finding rests on is shown even where the playbook's author forgot to. */
function unshownEvidence(input: ReportInput): Section[] {
  const shown = new Set(input.playbookSections.map(({ fact }) => fact));
  const evidence = (input.findings?.findings ?? [])
    .filter(({ outcome }) => outcome === "fail" || outcome === "warn")
    .flatMap((finding) => finding.evidence);
  return [...new Set(evidence)].flatMap((fact) => {
    const kind = figureOf[factOf(input, fact)?.kind ?? "string"];
    return shown.has(fact) || kind === undefined ? [] : [{ kind, fact }];
  });
}

const figureOf: Readonly<Partial<Record<Fact["kind"], Section["kind"]>>> = {
  profile: "flamegraph",
  series: "chart",
  histogram: "histogram",
  "histogram-series": "heatmap",
  table: "table",
};

const pictured = new Set<Exhibit["kind"]>(["flamegraph", "chart", "stack", "histogram", "heatmap"]);

/** The pictures that prove the verdict, else its tables, else the first picture there is. */
function leadingExhibits(input: ReportInput, exhibits: readonly Exhibit[]): readonly Exhibit[] {
  const pictures = exhibits.filter(({ kind }) => pictured.has(kind));
  const isProof = ({ facts }: Exhibit) => provesVerdict(input, facts);
  const tables = exhibits.filter((exhibit) => exhibit.kind === "table" && isProof(exhibit));
  const choices = [pictures.filter(isProof).slice(0, mostLeads), tables.slice(0, 1), pictures.slice(0, 1)];
  return choices.find(({ length }) => length > 0) ?? [];
}

function provesVerdict({ findings }: ReportInput, facts: readonly string[]): boolean {
  const finding = decidingFinding(findings);
  return finding !== undefined && proves(finding, facts);
}

function secondsIntoWindow({ manifest }: ReportInput, step: string): number {
  const startedAt = manifest.steps.find(({ id }) => id === step)?.startedAt;
  const window = runWindow(manifest);
  return startedAt === undefined || window === undefined
    ? 0
    : Math.max(0, (Date.parse(startedAt) - window.from) / 1000);
}

/** One clock for all charts: the window, or until the last reading where that came later. */
function clockSeconds(input: ReportInput, groups: readonly SectionGroup[]): number {
  const window = runWindow(input.manifest);
  const watched = window === undefined ? 0 : (window.to - window.from) / 1000;
  const drawn = groups.filter(({ kind }) => overTime.has(kind)).flatMap(({ facts }) => facts);
  const ends = drawn.flatMap((reference) => {
    const end = lastMoment(factOf(input, reference));
    return end === undefined ? [] : [secondsIntoWindow(input, splitFact(reference).step) + end];
  });
  return ends.reduce((latest, end) => Math.max(latest, end), Math.max(0, watched));
}

const overTime = new Set<Section["kind"]>(["chart", "stack", "heatmap"]);

function lastMoment(fact: Fact | undefined): number | undefined {
  if (fact?.kind === "series") return fact.points.at(-1)?.[0];
  return fact?.kind === "histogram-series" ? fact.intervals.at(-1)?.to : undefined;
}

/** Fit for an anchor and a file name. There is always a dash in it, and in no anchor of the page's own. */
function uniqueId(fact: string, taken: Set<string>): string {
  const { step, fact: name } = splitFact(fact);
  const plain = (text: string) => text.replace(/[^A-Za-z0-9]+/g, "-").slice(0, 40);
  const base = `${plain(step)}-${plain(name)}`.toLowerCase();
  let id = base;
  for (let count = 2; taken.has(id); count++) id = `${base}-${count}`;
  taken.add(id);
  return id;
}
