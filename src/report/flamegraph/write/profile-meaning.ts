import type { Unit } from "../../../documents/facts.generated.ts";

/** What the weights of a tree are, for formats that say so in the file. */
export interface ProfileMeaning {
  readonly title: string;
  readonly unit: Unit;
  /** Which of the values of a file it was: `inuse_space`. */
  readonly value?: string;
}
