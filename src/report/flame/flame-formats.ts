import type { FlameFormat } from "./flame-format.ts";
import type { Graph } from "./graph.ts";

/** Every format that `diag flame` writes, each loaded only when it is asked for. A new one is its file and its line here. */
export const flameFormats: readonly FlameFormat[] = [
  {
    name: "html",
    extensions: [".html", ".htm"],
    holds: "several",
    write: async (graphs, title) => [(await import("../html/flame-page.ts")).renderFlamePage(graphs, title)],
  },
  {
    name: "svg",
    extensions: [".svg"],
    holds: "one",
    write: async ([graph], title) => [
      (await import("../flamegraph/svg.ts")).flamegraphSvg(graph.tree, { id: "flame", ...titled(graph, title) }),
    ],
  },
  {
    name: "folded",
    extensions: [".folded", ".collapsed", ".txt"],
    holds: "one",
    write: async ([{ tree }]) => (await import("../flamegraph/write/folded.ts")).foldedText(tree),
  },
  {
    name: "speedscope",
    extensions: [".speedscope.json", ".json"],
    holds: "one, no difference",
    write: async ([graph], title) =>
      (await import("../flamegraph/write/speedscope.ts")).speedscopeJson(graph.tree, titled(graph, title)),
  },
  {
    name: "pprof",
    extensions: [".pb.gz", ".pprof"],
    holds: "one, no difference",
    isPacked: true,
    write: async ([graph], title) =>
      (await import("../flamegraph/write/pprof.ts")).pprofBytes(graph.tree, titled(graph, title)),
  },
];

function titled(graph: Graph, title = graph.title): Graph {
  return { ...graph, title };
}
