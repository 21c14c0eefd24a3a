import type { Format } from "./format.ts";

const html = () => import("./html/page.ts");
const markdown = () => import("./markdown/document.ts");
const json = () => import("./json/report-json.ts");
const junit = () => import("./junit/report-junit.ts");
const sarif = () => import("./sarif/report-sarif.ts");
const prometheus = () => import("./prometheus/report-metrics.ts");
const csv = () => import("./csv/report-csv.ts");

/** Every format, each loaded only when it is asked for. A new one is its file and its line here. */
export const formats: readonly Format[] = [
  {
    name: "html",
    file: "report.html",
    byDefault: true,
    load: html,
    render: async (report) => (await html()).renderHtml(report),
  },
  {
    name: "md",
    file: "report.md",
    byDefault: true,
    load: markdown,
    render: async (report) => (await markdown()).renderMarkdown(report),
  },
  {
    name: "json",
    file: "report.json",
    byDefault: true,
    load: json,
    render: async (report) => (await json()).renderJson(report),
  },
  {
    name: "junit",
    file: "report.junit.xml",
    byDefault: false,
    load: junit,
    render: async (report, { failOn }) => (await junit()).renderJunit(report, failOn),
  },
  {
    name: "sarif",
    file: "report.sarif",
    byDefault: false,
    load: sarif,
    render: async (report) => (await sarif()).renderSarif(report),
  },
  {
    name: "prometheus",
    file: "report.prom",
    byDefault: false,
    load: prometheus,
    render: async (report) => (await prometheus()).renderMetrics(report),
  },
  {
    name: "csv",
    file: "report.csv",
    byDefault: false,
    load: csv,
    render: async (report) => (await csv()).renderCsv(report),
  },
];

export const defaultFormats: readonly string[] = formats.filter(({ byDefault }) => byDefault).map(({ name }) => name);
