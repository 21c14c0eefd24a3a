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

/** The picture, what it shows, how to read it, and its figures; with a blank line between blocks. */
export function exhibitLines(exhibit: PresentExhibit): string[] {
  const title = markdownText(exhibit.title);
  const blocks = [
    [`## ${title}`],
    ...("answer" in exhibit ? [[`![${title}](graphs/${exhibit.id}.svg)`], [markdownText(exhibit.answer)]] : []),
    ...(exhibit.caption === undefined ? [] : [[markdownText(exhibit.caption)]]),
    ...figures(exhibit),
  ];
  return blocks.flatMap((lines) => [...lines, ""]);
}

function figures(exhibit: PresentExhibit): string[][] {
  switch (exhibit.kind) {
    case "flamegraph": {
      const { stacks, file } = exhibit;
      return [
        markdownTable(functionGrid(exhibit)),
        [`${stacks === 1 ? "The one stack" : `All ${stacks} stacks`}: ${markdownCode(file)}`],
      ];
    }
    case "heatmap":
      return [
        markdownTable(heatmapGrid({ ...exhibit, intervals: coarserIntervals(exhibit.intervals, shownIntervals) })),
      ];
    case "histogram":
      return [markdownTable(histogramGrid(exhibit))];
    case "table":
      return [markdownTable(tableGrid(exhibit))];
    case "text":
      return [[markdownText(exhibit.text)]];
    case "chart":
    case "stack":
      return [];
  }
}
