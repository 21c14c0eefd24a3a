import type { Outcome } from "../../src/documents/findings.generated.ts";
import type { Reason } from "../../src/documents/manifest.generated.ts";
import type { Probe } from "../../src/documents/probe.generated.ts";

/** What the guest tells, a line of JSON each, as it comes: a guest that dies loses nothing that was told. */
export type GuestRecord = NodeRecord | VariantRecord | PlaybookRecord | { readonly kind: "end" };

export interface NodeRecord {
  readonly kind: "node";
  readonly probe: Probe;
  /** What the kernel itself says, apart from diag's probe. */
  readonly kernel: KernelTruth;
}

export interface KernelTruth {
  /** A kprobe was set by tracefs. */
  readonly kprobe: boolean;
  readonly btf: boolean;
  readonly headers: boolean;
  readonly lockdown: string;
}

export interface VariantRecord {
  readonly kind: "variant";
  readonly tool: string;
  readonly variant: string;
  /** What came of it. Absent where what it lacks by the probe has nothing to do with the kernel: a program, a runtime, a cluster. */
  readonly started?: Started;
}

export interface Started {
  readonly ok: boolean;
  readonly reason?: Reason;
  /** Numbers and words as they are; of lists and profiles the first few. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly notes: readonly string[];
  readonly seconds: number;
  /** The end of what it said on stderr, where it failed. */
  readonly said?: string;
}

export interface PlaybookRecord {
  readonly kind: "playbook";
  readonly name: string;
  readonly exitCode: number;
  readonly seconds: number;
  /** Step → the variant that answered, or why none did. */
  readonly steps: Readonly<Record<string, string>>;
  /** Check → outcome and message. */
  readonly findings: Readonly<Record<string, { readonly outcome: Outcome; readonly message: string }>>;
  /** The report's first heading and the size of the page. */
  readonly report: { readonly title: string; readonly htmlBytes: number };
  readonly said?: string;
}
