/** Of the network namespace, and of who looks at it. */
export interface WatchedNamespace {
  /** Ephemeral ports, without the reserved ones; absent where the namespace's settings may not be read. */
  readonly ports?: { readonly low: number; readonly high: number; readonly count: number };
  readonly timeWaitReuse?: number;
  readonly maximumBacklog?: number;
  readonly ownNamespace: boolean;
  /** Every process in it is the target's. */
  readonly alone: boolean;
}

/** Who holds a socket. */
export interface Owner {
  readonly pid: number;
  readonly name: string;
  readonly ofTarget: boolean;
}
