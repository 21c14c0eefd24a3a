import type { Graph } from "./graph.ts";

/** A way to write flame graphs down. */
export interface FlameFormat {
  /** As `--to` takes it. */
  readonly name: string;
  /** Ends of file names that mean it; the first is given to a file that gets a name. */
  readonly extensions: readonly [string, ...string[]];
  /** One that holds a single graph, and no difference of two, refuses others. */
  readonly holds: "several" | "one" | "one, no difference";
  /**
   * Chunks of the file, unpacked.
   *
   * @param title What the user calls it; the graphs have titles of their own.
   */
  write(graphs: readonly [Graph, ...Graph[]], title?: string): Promise<Iterable<string | Uint8Array>>;
  readonly isPacked?: boolean;
}
