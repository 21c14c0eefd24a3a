import type { Runtime } from "../documents/manifest.generated.ts";
import type { ArgumentDeclaration, Arguments } from "./argument.ts";
import type { FactDeclaration, ParsedFact } from "./fact-declaration.ts";
import type { Binary, Requirement, Unmet } from "./requirement.ts";

/** A named collector. One file defines one tool; it becomes known by a line in `tools/registry.ts`. */
export interface Tool {
  readonly name: string;
  /** What it tells, as a noun phrase: "on-CPU stacks, sampled". */
  readonly title: string;
  readonly arguments: Readonly<Record<string, ArgumentDeclaration>>;
  readonly facts: Readonly<Record<string, FactDeclaration>>;
  /** How long it watches, in milliseconds; 0 for a single look. */
  windowMs(args: Arguments): number;
  /** It waits for the target to be started again: a run of it goes on where the target has ended. */
  readonly followsRestarts?: true;
  /** Steps whose tools name the same resource run one after the other, because they would disturb one another. */
  readonly exclusive?: string;
  /** Implementations, best first: the fallback chain. */
  readonly variants: readonly Variant[];
}

export interface Variant {
  /** `bcc`, `libbpf`, `bpftrace`, `perf`, `sysstat`, `procfs`… */
  readonly name: string;
  /** What this variant can and cannot tell, for the report's coverage table. */
  readonly precision: string;
  readonly requires: readonly Requirement[];
  /** A kind of target for which the other variants are tried before this one. */
  readonly lastFor?: NodeTarget["kind"];
  /** Which uses of the tool it can answer; all without. */
  serves?(args: Arguments): boolean;
  /** It answers also for a container that does not run any more: from what was recorded of it. */
  readonly afterTheEnd?: true;
  /** What it does to the target beside watching it, as a sentence: "Pauses it for each sample." */
  readonly effect?: string;
  /** Expected CPU of the collector beside the target, in percent of one core, and where the figure comes from. */
  readonly overhead: { readonly cpuPercentOfCore: number; readonly basis: string };
  /** How to get the raw output. Pure: the same node and arguments give the same collection. */
  collect(args: Arguments, node: Node): Collection;
  /** Raw output → facts. Pure, total: any bytes in, no throw. */
  parse(output: RawOutput, context: ParseContext): Parsed;
}

/** The node and the target as a variant sees them. */
export interface Node {
  readonly target: NodeTarget;
  /** Absolute path in the step's folder for a file that the tool writes (perf.data). */
  artifact(name: string): string;
}

export type NodeTarget =
  | {
      readonly kind: "process";
      /** Every process of the target; the first is the main one. Empty only for a variant that answers after the end. */
      readonly processes: readonly NodeProcess[];
      /** Controller → absolute directory of the target's cgroup; the key `unified` is cgroup v2. */
      readonly cgroups: Readonly<Record<string, string>>;
      /** Id of the container that the target is in, also of one that has ended. */
      readonly container?: string;
    }
  | { readonly kind: "host"; readonly cgroups: Readonly<Record<string, string>> };

export interface NodeProcess {
  /** As the host numbers it. */
  readonly pid: number;
  /** As its own pid namespace numbers it: the same as `pid` outside containers. */
  readonly containerPid: number;
  readonly runtime: Runtime;
  /** CPU time that it has used since it started: tells the worker from its supervisor. */
  readonly cpuSeconds: number;
}

/** How a variant gets its raw output: by running programs, by reading files of the kernel, or from the plan. */
export type Collection =
  | {
      readonly kind: "commands";
      /** Run one after the other. The stdout of the last is the raw output; the first is the one that watches. */
      readonly commands: readonly [Command, ...Command[]];
    }
  | {
      /**
       * The runner reads the files at the start, every `intervalMs`, and at the end of `windowMs`, and writes
       * NDJSON: one `Sample` a line. A `*` in a path stands for one path component. A file that is gone is left out.
       */
      readonly kind: "samples";
      readonly paths: readonly string[];
      /**
       * Programs that tell the state of the moment (`ss`, `conntrack -S`): run at each reading, one after the other. Their
       * stdout stands among the files, under the name that is given here. One that fails ends the step.
       */
      readonly programs?: Readonly<Record<string, Command>>;
      readonly intervalMs: number;
      readonly windowMs: number;
    }
  /** The raw output is what whoever made the plan was told by the cluster: `target.pod.snapshot`. */
  | { readonly kind: "snapshot" };

export interface Command {
  readonly binary: Binary;
  /** Without the program itself. Never goes through a shell. */
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The network namespace that it runs in; diag's own without. */
  readonly network?: Network;
}

/** The target's network namespace, or that of the node's first process. For a host target both are the node's. */
export type Network = "target" | "host";

/** One reading of a set of files. `at` is seconds since the step started; `links` are resolved symbolic links. */
export interface Sample {
  readonly at: number;
  readonly files: Readonly<Record<string, string>>;
}

export interface RawOutput {
  readonly stdout: Uint8Array;
  readonly stderr: string;
  /** The tool was cut short: by its timeout, its output cap or the user. */
  readonly partial: boolean;
}

export interface ParseContext {
  readonly args: Arguments;
  readonly cpus: number;
  readonly pids: readonly number[];
  /** How long the tool really watched. */
  readonly elapsedMs: number;
}

export interface Parsed {
  /** Only facts that the tool declares. Those that could not be had are absent. */
  readonly facts: Readonly<Record<string, ParsedFact>>;
  /** Data quality, as sentences: lost samples, unresolved frames. */
  readonly notes: readonly string[];
  /** The output tells that the tool did not work: the runner tries the next variant. */
  readonly problem?: Unmet;
  /** The problem is the target's, not the tool's: no other variant would do better, and none is tried. */
  readonly isFinal?: true;
}
