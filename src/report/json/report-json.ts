import type { ReportDocument } from "../../documents/report.generated.ts";
import type { Exhibit } from "../exhibit.ts";
import type { RenderedFile } from "../format.ts";
import type { Report } from "../report.ts";
import { jsonText } from "./json-text.ts";

type Frozen<T> = { readonly [Key in keyof T]: Frozen<T[Key]> };

/** The model as data, by schemas/report.v1.json. Stacks and raw output stay in their own files. */
export function renderJson(report: Report): RenderedFile[] {
  const data: Frozen<ReportDocument> = {
    ...report,
    exhibits: report.exhibits.map(exhibitData),
    rawOutput: report.rawOutput.map(({ text: _, ...file }) => file),
  };
  return [{ path: "report.json", text: jsonText(data) }];
}

function exhibitData(exhibit: Exhibit): Frozen<ReportDocument["exhibits"][number]> {
  if (exhibit.kind !== "flamegraph") return exhibit;
  const { tree: _, ...data } = exhibit;
  return data;
}
