/** A frame as a tracer prints it; the module is a path or a file's name, empty where it is unknown. */
export interface TracedFrame {
  readonly symbol: string;
  readonly module: string;
}

/** What is outstanding from one stack. */
export interface OutstandingStack {
  /** Leaf first. */
  readonly frames: readonly TracedFrame[];
  readonly bytes: number;
  readonly count: number;
}

/** Longest frame that is read: what is beyond is no name, and the patterns stay cheap. */
export const maxFrame = 8_192;
