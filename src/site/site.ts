import type { BundleWriter } from "../bundle/bundle-writer.ts";
import type { Event } from "../documents/event.generated.ts";
import type { Manifest } from "../documents/manifest.generated.ts";
import type { Plan } from "../documents/plan.generated.ts";

export interface SiteRun {
  readonly run: string;
  readonly bundle: BundleWriter;
  readonly onEvent: (event: Event) => void;
  readonly interrupt: AbortSignal;
}

/** Where a plan runs: it starts the runner, follows its events, and brings its bundle home. */
export interface Site {
  readonly name: Manifest["site"];
  execute(plan: Plan, run: SiteRun): Promise<Manifest>;
}
