import type { FlamegraphExhibit } from "../exhibit.ts";
import { flamegraphFigure } from "../flamegraph/figure.ts";
import { functionGrid } from "../grid/exhibit-grid.ts";
import { bareView, type ExhibitView } from "./bare-view.ts";
import { gridView } from "./grid-view.ts";
import { ofOwnWriter } from "./safe-html.ts";

/** A file of its own: a page of flame graphs alone loads no charts. */
export function flamegraphView(exhibit: FlamegraphExhibit): ExhibitView {
  const { id, title, unit, mark, tree, answer } = exhibit;
  const figure = flamegraphFigure(tree, { id: `figure-${id}`, title: `${title}: ${answer}`, unit, mark });
  return {
    ...bareView(exhibit),
    answer,
    figureHtml: ofOwnWriter(figure),
    data: { summary: "The functions with most of their own", grid: gridView(functionGrid(exhibit)) },
  };
}
