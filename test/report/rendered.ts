import type { FailOn } from "../../src/judge/fail-on.ts";
import { formats } from "../../src/report/formats.ts";
import type { Report } from "../../src/report/report.ts";

/** The files of one format, by their path. */
export async function rendered(name: string, report: Report, failOn: FailOn = "fail"): Promise<Map<string, string>> {
  const format = formats.find((one) => one.name === name);
  if (format === undefined) throw new Error(`There is no format ${name}`);
  return new Map((await format.render(report, { failOn })).map(({ path, text }) => [path, text]));
}

/** The file that a reader of the format opens. */
export async function mainFile(name: string, report: Report, failOn?: FailOn): Promise<string> {
  const [text = ""] = (await rendered(name, report, failOn)).values();
  return text;
}
