import type { RenderedFile } from "../format.ts";
import type { Comparison } from "./comparison.ts";

/** A way to write a comparison down. */
export interface ComparisonFormat {
  /** As `--format` takes it. */
  readonly name: string;
  /** The file that a reader opens, relative to the folder. */
  readonly file: string;
  /** Written when nobody says which; the others are for programs that somebody has to have. */
  readonly byDefault: boolean;
  render(comparison: Comparison): Promise<readonly RenderedFile[]>;
}

/** Every format, each loaded only when it is asked for. */
export const comparisonFormats: readonly ComparisonFormat[] = [
  {
    name: "html",
    file: "comparison.html",
    byDefault: true,
    render: async (comparison) => (await import("../html/comparison-page.ts")).renderComparisonHtml(comparison),
  },
  {
    name: "md",
    file: "comparison.md",
    byDefault: true,
    render: async (comparison) => (await import("../markdown/comparison.ts")).renderComparisonMarkdown(comparison),
  },
  {
    name: "json",
    file: "comparison.json",
    byDefault: true,
    render: async (comparison) => (await import("../json/comparison-json.ts")).renderComparisonJson(comparison),
  },
  {
    name: "junit",
    file: "comparison.junit.xml",
    byDefault: false,
    render: async (comparison) => (await import("../junit/comparison-junit.ts")).renderComparisonJunit(comparison),
  },
  {
    name: "sarif",
    file: "comparison.sarif",
    byDefault: false,
    render: async (comparison) => (await import("../sarif/comparison-sarif.ts")).renderComparisonSarif(comparison),
  },
  {
    name: "prometheus",
    file: "comparison.prom",
    byDefault: false,
    render: async (comparison) =>
      (await import("../prometheus/comparison-metrics.ts")).renderComparisonMetrics(comparison),
  },
  {
    name: "csv",
    file: "comparison.csv",
    byDefault: false,
    render: async (comparison) => (await import("../csv/comparison-csv.ts")).renderComparisonCsv(comparison),
  },
];
