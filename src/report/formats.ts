import type { Format } from "./format.ts";

const html = () => import("./html/page.ts");
const markdown = () => import("./markdown/document.ts");
const json = () => import("./json/report-json.ts");

/** Every format, each loaded only when it is asked for. A new one is its file and its line here. */
export const formats: readonly Format[] = [
  { name: "html", file: "report.html", load: html, render: async (report) => (await html()).renderHtml(report) },
  {
    name: "md",
    file: "report.md",
    load: markdown,
    render: async (report) => (await markdown()).renderMarkdown(report),
  },
  { name: "json", file: "report.json", load: json, render: async (report) => (await json()).renderJson(report) },
];
