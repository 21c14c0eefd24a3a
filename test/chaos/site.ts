import type { Blow, SiteName } from "./moments.ts";
import type { Running } from "./processes.ts";

/** Where runs are struck. */
export interface ChaosSite extends AsyncDisposable {
  readonly name: SiteName;
  /** So many runs do not disturb one another. */
  readonly atATime: number;
  /** So long after the plan's deadline a bundle may wait, with what holds it. */
  readonly keepSeconds: number;
  /** A target of one run's own, and what there is of that run. */
  startPlace(name: string): Promise<Place>;
}

export interface Place extends AsyncDisposable {
  /** The words of `diag run` that name the target. */
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /**
   * Strikes what the site has of its own: everything but the CLI and its disk.
   *
   * @param marked Processes of the CLI and what it started.
   * @returns whether there was something to strike.
   */
  strike(blow: Blow, pick: number, marked: readonly Running[]): Promise<boolean>;
  /** What the site still has of the run, beside marked processes. */
  left(): Promise<string[]>;
  /** The words that bring home a run whose CLI is gone; undefined where there is nothing to fetch. */
  fetchWords?(): Promise<readonly string[] | undefined>;
}
