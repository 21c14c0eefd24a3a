/**
 * The one error class. Each code has a section in docs/errors.md, checked both ways by a test.
 * What fails on the node is a step result, never one of these.
 */
export const errorCodes = [
  "usage",
  "playbook-not-found",
  "playbook-unreadable",
  "playbook-too-large",
  "yaml-syntax",
  "yaml-alias",
  "schema",
  "engine-range",
  "duplicate-id",
  "unknown-tool",
  "unknown-argument",
  "unknown-step",
  "step-cycle",
  "unknown-fact",
  "unknown-name",
  "expression-syntax",
  "expression-type",
  "param-unknown",
  "param-type",
  "param-range",
  "param-missing",
  "target-missing",
  "target-unsupported",
  "target-not-found",
  "target-ambiguous",
  "target-forbidden",
  "engine-missing",
  "engine-unreachable",
  "engine-forbidden",
  "engine-failed",
  "image-missing",
  "image-architecture",
  "kubeconfig",
  "cluster-unreachable",
  "cluster-unauthorized",
  "cluster-forbidden",
  "cluster-failed",
  "node-not-ready",
  "pod-rejected",
  "pod-not-started",
  "run-not-found",
  "bundle-unfetched",
  "interrupted",
  "runner-lost",
  "node-in-trouble",
  "output-not-empty",
  "output-not-writable",
  "bundle-not-found",
  "bundle-damaged",
  "bundle-version",
  "bundles-unlike",
  "profile-unreadable",
  "internal",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** A place in a text file. Lines and columns count from 1; `excerpt` is the line itself, `length` what the caret underlines. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length?: number;
  readonly excerpt?: string;
}

export interface DiagErrorOptions {
  /** What the user can do, as an imperative sentence. */
  readonly hint?: string;
  readonly at?: Position;
  readonly cause?: unknown;
}

export class DiagError extends Error {
  override readonly name = "DiagError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly at: Position | undefined;

  /** @param message What happened, with the offending value, as a sentence without a full stop. */
  constructor(code: ErrorCode, message: string, options: DiagErrorOptions = {}) {
    super(message, "cause" in options ? { cause: options.cause } : {});
    this.code = code;
    this.hint = options.hint;
    this.at = options.at;
  }
}

/** Several errors found in one pass, in the order of their positions. Thrown only when there is at least one. */
export class DiagErrors extends AggregateError {
  override readonly name = "DiagErrors";
  declare readonly errors: DiagError[];
}
