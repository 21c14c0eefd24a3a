import type { Exhibit } from "../exhibit.ts";
import type { RenderedFile } from "../format.ts";
import type { Report } from "../report.ts";

/** The model as data: keys are stable, every quantity has its unit. Stacks stay in their own file. */
export function renderJson(report: Report): RenderedFile[] {
  const data = {
    ...report,
    exhibits: report.exhibits.map(exhibitData),
    rawOutput: report.rawOutput.map(({ text: _, ...file }) => file),
  };
  return [{ path: "report.json", text: `${JSON.stringify(data, null, 1)}\n` }];
}

function exhibitData(exhibit: Exhibit): object {
  if (exhibit.kind !== "flamegraph") return exhibit;
  const { tree: _, ...data } = exhibit;
  return data;
}
