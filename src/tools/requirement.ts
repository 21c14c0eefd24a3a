import type { ReasonCode, Runtime } from "../documents/manifest.generated.ts";
import type { Probe } from "../documents/probe.generated.ts";

/** A program under every name that distributions and upstream give it, best first; absolute paths are tried as they are. */
export interface Binary {
  readonly names: readonly string[];
  /** The Debian and Ubuntu package that brings it, for the mend. */
  readonly package: string;
  /** What it needs in its environment wherever it runs. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What a variant needs from the node. Plain data, so that `diag plan` and `diag doctor` can print it. */
export type Requirement =
  | { readonly kind: "binary"; readonly binary: Binary }
  | { readonly kind: "btf" }
  | { readonly kind: "headers" }
  | { readonly kind: "kprobes" }
  | { readonly kind: "uprobes" }
  /** Its BPF programs read the kernel's memory beyond what they are handed. */
  | { readonly kind: "kernel-memory" }
  /** It fails on kernels of these versions (as semver writes ranges), for the reason: a sentence that goes on from the kernel. */
  | { readonly kind: "not-kernel"; readonly range: string; readonly reason: string }
  | { readonly kind: "tracefs" }
  | { readonly kind: "drop-reasons" }
  | { readonly kind: "psi" }
  | { readonly kind: "cgroup" }
  /**
   * perf_event_open(2) of the target: CAP_PERFMON or CAP_SYS_ADMIN, or a perf_event_paranoid that lets a user
   * watch a process of their own (≤ 1 with kernel frames, 2 without), or all CPUs (≤ 0).
   */
  | { readonly kind: "perf-events" }
  /** Effective capability without the `CAP_` prefix. Any one of `anyOf` will do. */
  | { readonly kind: "capability"; readonly anyOf: readonly string[]; readonly reason: string }
  /** The tool makes sense for these targets only. */
  | { readonly kind: "target"; readonly targets: readonly ("process" | "host")[] }
  /** One of the target's processes runs on one of these. */
  | { readonly kind: "runtime"; readonly anyOf: readonly Runtime[] }
  /** It watches one process at a time. */
  | { readonly kind: "single-process" }
  /** The target is a pod or node of a cluster, and the plan brings what that told of it. */
  | { readonly kind: "cluster" }
  /** It changes the target, so the user has to allow it with --allow-attach. */
  | { readonly kind: "consent"; readonly reason: string };

/** What requirements are held against beside the probe. */
export interface Circumstances {
  readonly target: "process" | "host";
  /** Of the target's processes; absent where no target is meant (`diag doctor`). */
  readonly runtimes?: readonly Runtime[];
  /** The plan brings what a cluster told of the target; absent where no target is meant. */
  readonly cluster?: boolean;
  readonly allowAttach: boolean;
}

/** Why a requirement is not met, and what to do about it. */
export interface Unmet {
  readonly code: ReasonCode;
  readonly message: string;
  readonly mend?: string;
}

/** The first name of `binary` that the probe found, as an absolute path. */
export function locate(binary: Binary, probe: Probe): string | undefined {
  for (const name of binary.names) {
    const path = probe.binaries[name];
    if (path !== undefined) return path;
  }
  return undefined;
}
