/// <reference lib="dom" />
import { breath, inSlices } from "../steps.ts";
import { unpackProfile } from "../unpack-profile.ts";
import { graphSteps } from "./graph.ts";
import { GraphViewer } from "./graph-viewer.ts";

/**
 * The script of a page with flame graphs. Every `figure.flamegraph` holds its profile in a data block and a static
 * SVG; where the profile can be read the viewer takes the SVG's place, and where not the SVG simply stays.
 */
async function upgrade(figure: HTMLElement): Promise<GraphViewer | undefined> {
  const data = figure.querySelector("script.profile")?.textContent;
  if (!data) return undefined;
  const mark = figure.dataset["mark"];
  const columns = await unpackProfile(data);
  const mode = figure.dataset["mode"] === "absolute" ? "absolute" : "normalised";
  const unit = figure.dataset["unit"] ?? "samples";
  const graph = await inSlices(graphSteps(columns, unit, mark ? mark.split(";") : [], mode));
  await breath();
  const viewer = new GraphViewer(graph, { id: figure.id });
  await breath();
  figure.prepend(viewer.element);
  figure.classList.add("live");
  viewer.start();
  return viewer;
}

const viewers: GraphViewer[] = [];

for (const figure of Array.from(document.querySelectorAll<HTMLElement>("figure.flamegraph"))) {
  upgrade(figure).then(
    (viewer) => viewer && viewers.push(viewer),
    (error: unknown) => console.warn("The static graph stays:", error),
  );
}

/** `/` works from anywhere in the page: it searches the first graph that is in sight. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target !== document.body || event.ctrlKey || event.metaKey || event.altKey) return;
  const inSight = viewers.find(({ element }) => element.getBoundingClientRect().bottom > 0) ?? viewers[0];
  if (!inSight) return;
  event.preventDefault();
  inSight.focusSearch();
});
