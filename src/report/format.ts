import type { Report } from "./report.ts";

/** A way to write the report down. */
export interface Format {
  /** As `--format` takes it. */
  readonly name: string;
  /** The file that a reader opens, relative to the bundle. */
  readonly file: string;
  /** Loads what rendering needs, so that it is there when the evidence is. */
  load(): Promise<unknown>;
  render(report: Report): Promise<readonly RenderedFile[]>;
}

export interface RenderedFile {
  /** Relative to the bundle. */
  readonly path: string;
  readonly text: string;
}
