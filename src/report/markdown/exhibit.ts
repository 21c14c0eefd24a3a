import { heatmapChart } from "../chart/heatmap-chart.ts";
import { histogramChart } from "../chart/histogram-chart.ts";
import { lineChart } from "../chart/line-chart.ts";
import { stackChart } from "../chart/stack-chart.ts";
import { flamegraphSvg } from "../flamegraph/svg.ts";
import type { RenderedFile } from "../format.ts";
import { functionGrid, heatmapGrid, histogramGrid, tableGrid } from "../grid/exhibit-grid.ts";
import { coarserIntervals } from "../model/coarser-intervals.ts";
import { markdownCode, markdownText } from "../safe-text/markdown.ts";
import type { PresentExhibit } from "../words/absent-exhibits.ts";
import { markdownTable } from "./table.ts";

/** Longer tables are not read; the picture has them all. */
const shownIntervals = 12;

/** Where the picture of an exhibit is, relative to the bundle; undefined where it has none. */
export function pictureOf(exhibit: PresentExhibit): RenderedFile | undefined {
  const path = `graphs/${exhibit.id}.svg`;
  switch (exhibit.kind) {
    case "flamegraph":
      return {
        path,
        text: flamegraphSvg(exhibit.tree, {
          id: exhibit.id,
          title: exhibit.title,
          unit: exhibit.unit,
          mark: exhibit.mark,
        }),
      };
    case "chart":
      return { path, text: `${lineChart(exhibit, "wide", "file")}\n` };
    case "stack":
      return { path, text: `${stackChart(exhibit, "wide", "file")}\n` };
    case "heatmap":
      return { path, text: `${heatmapChart(exhibit, "wide", "file")}\n` };
    case "histogram":
      return { path, text: `${histogramChart(exhibit, "wide", "file")}\n` };
    default:
      return undefined;
  }
}

/** Lines of Markdown, with a blank one between blocks. */
export function exhibitLines(exhibit: PresentExhibit): string[] {
  const caption = exhibit.caption === undefined ? [] : [markdownText(exhibit.caption), ""];
  return [`## ${markdownText(exhibit.title)}`, "", ...content(exhibit), "", ...caption];
}

function content(exhibit: PresentExhibit): string[] {
  switch (exhibit.kind) {
    case "flamegraph":
      return [
        image(exhibit.id, exhibit.answer),
        "",
        markdownText(exhibit.answer),
        "",
        ...markdownTable(functionGrid(exhibit)),
        "",
        `All ${exhibit.stacks} stacks: ${markdownCode(exhibit.file)}`,
      ];
    case "chart":
    case "stack":
      return [image(exhibit.id, exhibit.answer), "", markdownText(exhibit.answer)];
    case "heatmap":
      return [
        image(exhibit.id, exhibit.answer),
        "",
        markdownText(exhibit.answer),
        "",
        ...markdownTable(heatmapGrid({ ...exhibit, intervals: coarserIntervals(exhibit.intervals, shownIntervals) })),
      ];
    case "histogram":
      return [
        image(exhibit.id, exhibit.answer),
        "",
        markdownText(exhibit.answer),
        "",
        ...markdownTable(histogramGrid(exhibit)),
      ];
    case "table":
      return markdownTable(tableGrid(exhibit));
    case "text":
      return [markdownText(exhibit.text)];
  }
}

function image(id: string, answer: string): string {
  return `![${markdownText(answer)}](graphs/${id}.svg)`;
}
