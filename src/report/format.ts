import type { FailOn } from "../judge/fail-on.ts";
import type { Report } from "./report.ts";

/** A way to write the report down. */
export interface Format {
  /** As `--format` takes it. */
  readonly name: string;
  /** The file that a reader opens, relative to the bundle. */
  readonly file: string;
  /** Written when nobody says which; the others are for programs that somebody has to have. */
  readonly byDefault: boolean;
  /** Loads what rendering needs, so that it is there when the evidence is. */
  load(): Promise<unknown>;
  render(report: Report, options: RenderOptions): Promise<readonly RenderedFile[]>;
}

export interface RenderOptions {
  /** For formats that know only success and failure. */
  readonly failOn: FailOn;
}

export interface RenderedFile {
  /** Relative to the bundle. */
  readonly path: string;
  readonly text: string;
}
