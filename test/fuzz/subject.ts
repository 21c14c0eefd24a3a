/** A parser or reader of diag, as the fuzzer calls it. */
export interface Subject {
  /** `tool/mpstat/sysstat`: also what `--only` takes, and the folder of its kept inputs. */
  readonly name: string;
  /** Real input that is mutated: the branches of a parser are where real output leads. */
  seeds(): readonly Buffer[] | Promise<readonly Buffer[]>;
  /** How many inputs it gets, beside the 1 of the others: fewer where one takes milliseconds. */
  readonly share?: number;
  /**
   * Reads the input, which is all that it depends on. Throws, or rejects, where that did what no input may make it do: an
   * error that is none of diag's, a fact that is not declared, an output without bounds.
   */
  read(input: Buffer): void | Promise<void>;
}
