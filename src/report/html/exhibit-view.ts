import { histogramChart } from "../chart/histogram-chart.ts";
import { lineChart } from "../chart/line-chart.ts";
import type { Exhibit } from "../exhibit.ts";
import { flamegraphFigure } from "../flamegraph/figure.ts";
import { chartGrid, functionGrid, histogramGrid, tableGrid } from "../grid/exhibit-grid.ts";
import { type GridView, gridView } from "./grid-view.ts";
import { noHtml, ofOwnWriter, ofSvg, type SafeHtml } from "./safe-html.ts";

export interface ExhibitView {
  readonly anchor: string;
  readonly title: string;
  /** What it shows, or that there is nothing to see. */
  readonly answer: string;
  /** Why it is not here, and what to do about it. */
  readonly missing: { readonly why: string; readonly mend: string } | undefined;
  readonly figureHtml: SafeHtml;
  readonly caption: string;
  readonly table: GridView | undefined;
  /** The figure as a table, folded away. */
  readonly data: { readonly summary: string; readonly grid: GridView } | undefined;
}

export function exhibitAnchor(id: string): string {
  return `show-${id}`;
}

export function exhibitView(exhibit: Exhibit): ExhibitView {
  const bare = {
    anchor: exhibitAnchor(exhibit.id),
    title: exhibit.title,
    answer: "",
    missing: undefined,
    figureHtml: noHtml,
    caption: ("caption" in exhibit && exhibit.caption) || "",
    table: undefined,
    data: undefined,
  };
  switch (exhibit.kind) {
    case "flamegraph": {
      const { id, title, unit, mark, tree, answer } = exhibit;
      const figure = flamegraphFigure(tree, { id: `figure-${id}`, title: `${title}: ${answer}`, unit, mark });
      return {
        ...bare,
        answer,
        figureHtml: ofOwnWriter(figure),
        data: { summary: "The functions with most of their own", grid: gridView(functionGrid(exhibit)) },
      };
    }
    case "chart":
      return {
        ...bare,
        answer: exhibit.answer,
        figureHtml: ofSvg(lineChart(exhibit, "wide", "page"), lineChart(exhibit, "narrow", "page")),
        data: { summary: "The readings", grid: gridView(chartGrid(exhibit)) },
      };
    case "histogram":
      return {
        ...bare,
        answer: exhibit.answer,
        figureHtml: ofSvg(histogramChart(exhibit, "wide", "page"), histogramChart(exhibit, "narrow", "page")),
        data: { summary: "The counts", grid: gridView(histogramGrid(exhibit)) },
      };
    case "table":
      return { ...bare, table: gridView({ ...tableGrid(exhibit) }) };
    case "text":
      return { ...bare, answer: exhibit.text };
    case "empty":
      return { ...bare, answer: exhibit.statement };
    case "missing":
      return { ...bare, missing: { why: exhibit.why, mend: exhibit.mend ?? "" } };
  }
}
