import { heatmapChart } from "../chart/heatmap-chart.ts";
import { histogramChart } from "../chart/histogram-chart.ts";
import { lineChart } from "../chart/line-chart.ts";
import { stackChart } from "../chart/stack-chart.ts";
import { flamegraphFigure } from "../flamegraph/figure.ts";
import { chartGrid, functionGrid, heatmapGrid, histogramGrid, stackGrid, tableGrid } from "../grid/exhibit-grid.ts";
import type { PresentExhibit } from "../words/absent-exhibits.ts";
import { type GridView, gridView } from "./grid-view.ts";
import { noHtml, ofOwnWriter, ofSvg, type SafeHtml } from "./safe-html.ts";

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

export function exhibitView(exhibit: PresentExhibit): ExhibitView {
  const bare = {
    anchor: exhibitAnchor(exhibit.id),
    title: exhibit.title,
    answer: "",
    figureHtml: noHtml,
    caption: exhibit.caption ?? "",
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
    case "stack":
      return {
        ...bare,
        answer: exhibit.answer,
        figureHtml: ofSvg(stackChart(exhibit, "wide", "page"), stackChart(exhibit, "narrow", "page")),
        data: { summary: "The readings", grid: gridView(stackGrid(exhibit)) },
      };
    case "heatmap":
      return {
        ...bare,
        answer: exhibit.answer,
        figureHtml: ofSvg(heatmapChart(exhibit, "wide", "page"), heatmapChart(exhibit, "narrow", "page")),
        data: { summary: "The intervals", grid: gridView(heatmapGrid(exhibit)) },
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
  }
}
