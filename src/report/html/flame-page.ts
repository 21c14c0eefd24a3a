import { chartColours } from "../chart/chart-style.ts";
import type { FlamegraphExhibit } from "../exhibit.ts";
import { describeGraph, type Graph } from "../flame/graph.ts";
import { figureStyle } from "../flamegraph/figure-style.ts";
import { viewerScript } from "../flamegraph/viewer-script.generated.ts";
import { contentPolicy } from "./content-policy.ts";
import { flamegraphView } from "./flamegraph-view.ts";
import { pageStyle } from "./page-style.ts";
import { ofOwnWriter } from "./safe-html.ts";
import { templates } from "./templates.generated.js";
import { visibleView } from "./visible-view.ts";

const style = [chartColours, pageStyle, figureStyle].join("\n");

/** Flame graphs as one file that needs no other, no network and no script. */
export function renderFlamePage(graphs: readonly [Graph, ...Graph[]], title?: string): string {
  const exhibits = graphs.map((graph, index) => flamegraphView(exhibitOf(graph, index)));
  const view = visibleView({
    documentTitle: title ?? (graphs.length === 1 ? graphs[0].title : "Flame graphs"),
    heading: title ?? (graphs.length === 1 ? "Flame graph" : "Flame graphs"),
    count: graphs.length === 1 ? "" : `${graphs.length} graphs`,
    contents: exhibits.length === 1 ? [] : exhibits.map((one) => ({ href: `#${one.anchor}`, text: one.title })),
    exhibits,
  });
  return templates.flame({
    ...view,
    policy: contentPolicy(style, viewerScript),
    styleHtml: ofOwnWriter(style),
    scriptHtml: ofOwnWriter(viewerScript),
  });
}

function exhibitOf(graph: Graph, index: number): FlamegraphExhibit {
  const { title, unit, tree, notes } = graph;
  const { answer, functions } = describeGraph(graph);
  return {
    kind: "flamegraph",
    id: `${index + 1}`,
    facts: [],
    title,
    lead: false,
    unit,
    total: tree.total[0] ?? 0,
    stacks: 0,
    file: "",
    tree,
    mark: [],
    topFunctions: functions,
    answer,
    caption: notes.join(" "),
  };
}
