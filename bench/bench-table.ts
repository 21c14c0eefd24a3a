/** What one benchmark found, as bench/results.md shows it. */
export interface BenchTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** How it was measured, or why it was not. */
  readonly note: string;
}
