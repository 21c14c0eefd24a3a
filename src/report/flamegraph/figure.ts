import type { Unit } from "../../documents/facts.generated.ts";
import type { Comparison } from "./diff/change.ts";
import { escapeXml } from "./escape-xml.ts";
import { frameColumns } from "./frame-columns.ts";
import { packProfile, pageTree } from "./profile-data.ts";
import type { StackTree } from "./stack-tree.ts";
import { flamegraphSvg } from "./svg.ts";
import { visibleText } from "./visible-text.ts";

export interface FigureOptions {
  /** Unique in the page. A letter, then letters, digits, `-`. */
  readonly id: string;
  /** What the graph shows, for who cannot see it; the visible heading is the page's. */
  readonly title: string;
  readonly unit: Unit;
  /** The path that a verdict names, as `heaviestPath` gives it. */
  readonly mark?: readonly string[];
  /** How a diff is compared when the page opens. Default: `normalised`. */
  readonly mode?: Comparison["mode"];
}

/** The HTML of one flame graph: the profile for the viewer, and a static graph until that takes over or without it. */
export function flamegraphFigure(tree: StackTree, options: FigureOptions): string {
  const mark = options.mark ? ` data-mark="${escapeXml(options.mark.map(visibleText).join(";"))}"` : "";
  const mode = options.mode ? ` data-mode="${options.mode}"` : "";
  // The static graph is pruned much further: of millions of nodes it need not be pruned again.
  const page = pageTree(tree);
  return [
    `<figure class="flamegraph" id="${options.id}" data-unit="${options.unit}"${mark}${mode}>`,
    `<script type="application/octet-stream" class="profile">${packProfile(frameColumns(page))}</script>`,
    `${flamegraphSvg(page, { ...options, for: "page" })}</figure>`,
  ].join("\n");
}
