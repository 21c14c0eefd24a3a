import { heatmapChart } from "../chart/heatmap-chart.ts";
import { histogramChart } from "../chart/histogram-chart.ts";
import { lineChart } from "../chart/line-chart.ts";
import { stackChart } from "../chart/stack-chart.ts";
import { chartGrid, heatmapGrid, histogramGrid, stackGrid, tableGrid } from "../grid/exhibit-grid.ts";
import type { PresentExhibit } from "../words/absent-exhibits.ts";
import { bareView, type ExhibitView } from "./bare-view.ts";
import { flamegraphView } from "./flamegraph-view.ts";
import { gridView } from "./grid-view.ts";
import { ofSvg } from "./safe-html.ts";

export function exhibitView(exhibit: PresentExhibit): ExhibitView {
  const bare = bareView(exhibit);
  switch (exhibit.kind) {
    case "flamegraph":
      return flamegraphView(exhibit);
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
