import type { BundleWriter } from "../bundle/bundle-writer.ts";
import type { Event } from "../documents/event.generated.ts";
import type { Manifest } from "../documents/manifest.generated.ts";
import type { Plan } from "../documents/plan.generated.ts";

export interface SiteRun {
  readonly run: string;
  readonly bundle: BundleWriter;
  readonly onEvent: (event: Event) => void;
  /** What the site does before the runner tells anything: an image that is pulled. */
  readonly onStatus: (text: string) => void;
  readonly interrupt: AbortSignal;
}

/** The bundle is whole, with its manifest. */
export interface Executed {
  /** Resolves when nothing of the run is left where it ran: a report can be made meanwhile. */
  readonly gone: Promise<void>;
}

/** Where a plan runs: it starts the runner, follows its events, and brings its bundle home. */
export interface Site {
  readonly name: Manifest["site"];
  /** @throws DiagError where the runner could not be started, refused the plan, or was lost with its bundle. */
  execute(plan: Plan, run: SiteRun): Promise<Executed>;
}
