/** Read access to the distinct frame names of a profile; ids count from 0. */
export interface Names {
  readonly size: number;
  /** Decoded as UTF-8; bytes that are not UTF-8 become U+FFFD. */
  text(id: number): string;
}

/** Names that every table starts with, so that pruning needs no write access to it. */
export const rootName = 0;
export const prunedName = 1;
export const reservedNames: readonly string[] = ["all", "[pruned]"];
