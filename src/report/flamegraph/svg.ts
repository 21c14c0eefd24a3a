import type { Unit } from "../../documents/facts.generated.ts";
import { type Comparison, changeClass, changeText } from "./diff/change.ts";
import { jointColumns } from "./diff/joint-columns.ts";
import { jointTotals, sum } from "./diff/joint-totals.ts";
import { escapeXml } from "./escape-xml.ts";
import { fitText } from "./fit-text.ts";
import { formatShare, formatWeight } from "./format-weight.ts";
import { type FrameColumns, frameColumns } from "./frame-columns.ts";
import { frameKind, frameLabel } from "./frame-kind.ts";
import { type FrameLayout, layoutFrames } from "./frame-layout.ts";
import { markedRows } from "./marked-rows.ts";
import { frameClass } from "./palette.ts";
import { pruneTree } from "./prune-tree.ts";
import { type StackTree, totals } from "./stack-tree.ts";
import { svgStyle } from "./svg-style.ts";
import { visibleText } from "./visible-text.ts";

export interface SvgOptions {
  /** Unique in the document that the SVG becomes part of. A letter, then letters, digits, `-`. */
  readonly id: string;
  readonly title: string;
  readonly unit: Unit;
  /** Frames from the root's first callee on, as `heaviestPath` gives them: outlined. */
  readonly mark?: readonly string[];
  /** How a diff is compared when nobody has chosen yet. Default: `normalised`. */
  readonly mode?: Comparison["mode"];
  /** A file of its own has its heading and its style inside; in a page both belong to the page. Default: `file`. */
  readonly for?: "file" | "page";
}

const width = 1200;
const rowHeight = 18;
const characterWidth = 6.65;
const headingHeight = 56;
const maximumLevels = 64;
const maximumFrames = 900;
const maximumCharacters = 300_000;
const maximumTitle = 160;
/** Narrower frames are merged into `[pruned]`: they would be a hair. */
const minimumPixels = 0.4;

/**
 * A static flame graph: root at the bottom, callees above their caller, in the order of their names; no script.
 * Of a diff the width is the mean of both profiles.
 * The same tree gives the same text. It stays under 300,000 characters, whatever the profile's size.
 */
export function flamegraphSvg(tree: StackTree, options: SvgOptions): string {
  const minimumWeight = ((jointTotals(tree)[0] ?? 0) * minimumPixels) / width;
  for (let frames = maximumFrames; ; frames = Math.floor(frames / 2)) {
    const columns = frameColumns(pruneTree(tree, { maximumNodes: frames, minimumWeight }));
    const svg = drawing(columns, layoutFrames(jointColumns(columns, options.mode)), options);
    if (svg.length <= maximumCharacters || frames < 4) return svg;
  }
}

function drawing(columns: FrameColumns, layout: FrameLayout, options: SvgOptions): string {
  const isFile = options.for !== "page";
  const levels = Math.min(layout.levels, maximumLevels);
  const top = isFile ? headingHeight : 1;
  const height = top + levels * rowHeight + 1;
  const diff = comparisonOf(columns, layout, options.mode);
  const after = diff?.after ?? layout.total;
  const all = formatWeight(after[0] ?? 0, options.unit);
  const hidden = layout.levels - levels;
  const kind = diff
    ? `Differences between ${formatWeight(diff.before[0] ?? 0, options.unit)} before and ${all} after. Width is the mean of both${options.mode === "absolute" ? "" : " shares"}, signs tell what became more or less`
    : `Flame graph of ${all}. Width is weight`;
  const description = `${kind}, callers are below their callees.${
    hidden > 0 ? ` ${hidden} deeper levels are not drawn.` : ""
  }`;
  const title = escapeXml(visibleText(options.title));
  const drawn = [...columns.depth.keys()].filter((row) => columns.depth[row]! < levels && layout.total[row]! > 0);
  const marked = markedRows(columns, layout, options.mark ?? []);
  const box = (row: number): Box => {
    const scale = width / layout.total[0]!;
    const x = layout.start[row]! * scale;
    return { x, y: top + (levels - 1 - columns.depth[row]!) * rowHeight, width: layout.total[row]! * scale };
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="flamegraph-svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${options.id}-title ${options.id}-desc">`,
    `<title id="${options.id}-title">${title}</title>`,
    `<desc id="${options.id}-desc">${escapeXml(description)}</desc>`,
    isFile ? `<style>${svgStyle}</style>` : "",
    `<defs><pattern id="${options.id}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0V6"/></pattern></defs>`,
    isFile
      ? `<text class="heading" x="6" y="22">${title}</text><text class="quiet" x="6" y="42">${escapeXml(all)}</text>`
      : "",
    ...drawn.map((row) => frame(columns, layout, diff, row, box(row), options)),
    ...marked.filter((row) => columns.depth[row]! < levels).map((row) => outline(box(row))),
    "</svg>\n",
  ]
    .filter((part) => part !== "")
    .join("\n");
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** The totals of both profiles of a diff. */
interface Totals {
  readonly before: Float64Array;
  readonly after: Float64Array;
  readonly whole: Comparison;
}

function comparisonOf(
  { self, baseline }: FrameColumns,
  { parent }: FrameLayout,
  mode: Comparison["mode"] = "normalised",
): Totals | undefined {
  if (!baseline) return undefined;
  return {
    before: totals(parent, baseline),
    after: totals(parent, self),
    whole: { before: sum(baseline), after: sum(self), mode },
  };
}

function frame(
  columns: FrameColumns,
  layout: FrameLayout,
  diff: Totals | undefined,
  row: number,
  box: Box,
  { unit, id }: SvgOptions,
): string {
  const name = columns.names[columns.name[row]!]!;
  const label = frameLabel(name);
  const weight = (diff?.after ?? layout.total)[row]!;
  const all = (diff?.after ?? layout.total)[0]!;
  const pair = diff && { before: diff.before[row]!, after: weight };
  const change = diff && pair && row > 0 ? changeText(pair, diff.whole, unit) : "";
  const before = pair ? `, before ${formatWeight(pair.before, unit)}${change && `, ${change}`}` : "";
  const about = `${formatWeight(weight, unit)}, ${formatShare(all > 0 ? weight / all : 0)}${before}`;
  const colour = diff && pair && row > 0 ? changeClass(pair, diff.whole) : frameClass(name, columns.depth[row]!);
  const shape = `x="${decimal(box.x)}" y="${box.y}" width="${decimal(Math.max(0.1, box.width - 0.5))}"`;
  const selfWidth = (box.width * columns.self[row]!) / layout.total[row]!;
  const room = Math.floor((box.width - 6) / characterWidth);
  const text = room < change.length ? "" : fitText(change ? `${change}  ${label}` : label, room);
  return [
    `<g><title>${escapeXml(fitText(label, maximumTitle))}: ${escapeXml(about)}</title>`,
    `<rect class="frame ${colour}" ${shape} height="${rowHeight - 1}"/>`,
    frameKind(name) === "unresolved" ? `<rect ${shape} height="${rowHeight - 1}" fill="url(#${id}-hatch)"/>` : "",
    !diff && selfWidth >= 1 && frameKind(name) !== "pruned"
      ? `<rect class="foot" x="${decimal(box.x + box.width - selfWidth)}" y="${box.y + rowHeight - 4}" width="${decimal(Math.max(0.1, selfWidth - 0.5))}" height="3"/>`
      : "",
    text === "" ? "" : `<text x="${decimal(box.x + 3)}" y="${box.y + 12}">${escapeXml(text)}</text>`,
    "</g>",
  ].join("");
}

function outline(box: Box): string {
  return `<rect class="mark" x="${decimal(box.x + 0.5)}" y="${box.y}" width="${decimal(Math.max(0.1, box.width - 1.5))}" height="${rowHeight - 1}"/>`;
}

function decimal(value: number): string {
  return String(Math.round(value * 10) / 10);
}
