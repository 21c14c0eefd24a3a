import type { PresentExhibit } from "../words/absent-exhibits.ts";
import type { GridView } from "./grid-view.ts";
import { noHtml, type SafeHtml } from "./safe-html.ts";

export interface ExhibitView {
  readonly anchor: string;
  readonly title: string;
  /** What it shows, in a sentence. */
  readonly answer: string;
  readonly figureHtml: SafeHtml;
  readonly caption: string;
  readonly table: GridView | undefined;
  /** The figure as a table, folded away. */
  readonly data: { readonly summary: string; readonly grid: GridView } | undefined;
}

export function exhibitAnchor(id: string): string {
  return `show-${id}`;
}

export function bareView({ id, title, caption }: Pick<PresentExhibit, "id" | "title" | "caption">): ExhibitView {
  return {
    anchor: exhibitAnchor(id),
    title,
    answer: "",
    figureHtml: noHtml,
    caption: caption ?? "",
    table: undefined,
    data: undefined,
  };
}
