/** What a helper has found, and what it has to say about it: its stdout and stderr. */
export interface HelperOutput {
  readonly stdout: string | Uint8Array;
  readonly stderr: string;
}

/** A helper could not do its work: what it says on stderr before it ends with 1. */
export class HelperError extends Error {}
