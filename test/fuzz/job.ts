/** What a reading thread is asked. */
export interface Job {
  readonly subject: string;
  readonly inputs: number;
  readonly seed: number;
}

/** What it found. */
export interface Outcome {
  readonly inputs: number;
  readonly slowest: Extreme;
  readonly largestGrowth: Extreme;
  /** Heap and buffers at the end less those after the first inputs, both without garbage. */
  readonly retained: number;
  readonly failures: readonly Failure[];
}

/** The input that had most of something. */
export interface Extreme {
  readonly value: number;
  readonly input: Uint8Array;
}

export interface Failure {
  readonly message: string;
  /** Shrunk, where it could be; none where all of them together failed. */
  readonly input?: Uint8Array;
}
