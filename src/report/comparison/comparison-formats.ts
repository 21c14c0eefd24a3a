import type { RenderedFile } from "../format.ts";
import type { Comparison } from "./comparison.ts";

/** A way to write a comparison down. */
export interface ComparisonFormat {
  /** As `--format` takes it. */
  readonly name: string;
  /** The file that a reader opens, relative to the folder. */
  readonly file: string;
  render(comparison: Comparison): Promise<readonly RenderedFile[]>;
}

/** Every format, each loaded only when it is asked for. */
export const comparisonFormats: readonly ComparisonFormat[] = [
  {
    name: "html",
    file: "comparison.html",
    render: async (comparison) => (await import("../html/comparison-page.ts")).renderComparisonHtml(comparison),
  },
  {
    name: "md",
    file: "comparison.md",
    render: async (comparison) => (await import("../markdown/comparison.ts")).renderComparisonMarkdown(comparison),
  },
  {
    name: "json",
    file: "comparison.json",
    render: async (comparison) => (await import("../json/comparison-json.ts")).renderComparisonJson(comparison),
  },
];
