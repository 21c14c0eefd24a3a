import { chartColours, chartRules } from "../chart/chart-style.ts";
import { figureStyle } from "../flamegraph/figure-style.ts";
import { viewerScript } from "../flamegraph/viewer-script.generated.ts";
import type { RenderedFile } from "../format.ts";
import type { Report } from "../report.ts";
import { contentPolicy } from "./content-policy.ts";
import { pageStyle } from "./page-style.ts";
import { pageView } from "./page-view.ts";
import { ofOwnWriter } from "./safe-html.ts";
import { templates } from "./templates.generated.js";
import { visibleView } from "./visible-view.ts";

const style = [chartColours, pageStyle, chartRules, figureStyle].join("\n");

/** The report as one file that needs no other, no network and no script. */
export function renderHtml(report: Report): RenderedFile[] {
  const view = visibleView(pageView(report));
  const text = templates.page({
    ...view,
    policy: contentPolicy(style, viewerScript),
    styleHtml: ofOwnWriter(style),
    scriptHtml: ofOwnWriter(viewerScript),
  });
  return [{ path: "report.html", text }];
}
