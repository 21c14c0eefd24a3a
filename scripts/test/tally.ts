/** What came of one layer of tests. */
export interface Tally {
  readonly layer: string;
  passed: number;
  readonly failed: string[];
  readonly skipped: { readonly name: string; readonly reason: string }[];
}
