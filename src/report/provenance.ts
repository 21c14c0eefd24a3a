import type { Quantity } from "./quantity.ts";

/** Where all this came from, enough to run it again and to see whether anything was changed. */
export interface Provenance {
  readonly run: string;
  readonly state: "running" | "complete" | "interrupted" | "stopped";
  readonly diag: string;
  readonly site: string;
  /** UTC, ISO 8601. */
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly playbookDigest: string;
  readonly params: Readonly<Record<string, string | number | boolean | readonly (string | number)[]>>;
  readonly target: readonly Property[];
  /** The container that the tools ran in; empty where they ran on the machine itself. */
  readonly toolbox: readonly Property[];
  /** Absent when the node was not probed. */
  readonly node?: readonly Property[];
  readonly privileges: readonly { readonly name: string; readonly reason: string; readonly steps: readonly string[] }[];
  readonly files: readonly FileDigest[];
}

export interface Property {
  readonly name: string;
  readonly value: string;
}

export interface FileDigest {
  readonly path: string;
  readonly size: Quantity;
  readonly sha256: string;
  /** The content is not what the digest says. */
  readonly damaged: boolean;
}
