import type { FailOn } from "../judge/fail-on.ts";
import type { SiteOptions } from "./command/site-options.ts";
import type { TargetOptions } from "./command/target-options.ts";

/** What decides where a result goes and what is shown of it: the same for every command that ends in a report. */
export interface RunWords {
  readonly out?: string;
  readonly failOn: FailOn;
  /** Names of formats; the default ones without. */
  readonly format?: readonly string[];
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color?: boolean;
}

export interface RunCommandOptions extends TargetOptions, SiteOptions, RunWords {
  readonly recorded?: string;
  /** Leave when the run has started. */
  readonly detach?: boolean;
  /** Of several pods: how many may fail before no more is started. */
  readonly maxErrors?: number;
}
