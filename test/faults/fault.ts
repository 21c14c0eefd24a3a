import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** `fault.yaml`: a workload that has something wrong with it, or only looks so, and how it is started. */
export interface Fault {
  readonly name: string;
  readonly folder: string;
  /** What is wrong; of a healthy one, why it looks bad and is not. */
  readonly title: string;
  readonly kind: "faulty" | "healthy";
  /** Of the program that is at fault. */
  readonly language: "c" | "c++" | "go" | "java" | "node" | "python" | "ruby" | "shell";
  /** Those that must diagnose it, the main one first; of a healthy one: those that it tempts. */
  readonly playbooks: readonly [string, ...string[]];
  /** Playbook → param → value, where the default window does not fit. */
  readonly params?: Readonly<Record<string, Readonly<Record<string, string | number>>>>;
  /** `own`, the default: the containers' own bridge, on which they find one another by name. */
  readonly network?: "own" | "none";
  /** Of the machine, below /proc/sys: set before, put back after. */
  readonly sysctls?: Readonly<Record<string, string | number>>;
  /** Started before the target, in this order. */
  readonly others?: Readonly<Record<string, FaultContainer>>;
  readonly target: FaultContainer;
  readonly expected: Truth;
}

/** It prints a line `READY` when the fault has set in, and may print `work N` each second. It ends by itself. */
export interface FaultContainer {
  readonly command: readonly [string, ...string[]];
  /** Of `docker run`; `{disk}` is the disk on which its volumes are. */
  readonly options?: readonly string[];
}

/** `expected.yaml`. A warn or fail that is in neither list is a false alarm. */
export interface Truth {
  readonly must: readonly ExpectedFinding[];
  readonly may?: readonly { readonly finding: string; readonly because: string }[];
}

export interface ExpectedFinding {
  /** PLAYBOOK/CHECK */
  readonly finding: string;
  /** Any of these will do; warn and fail without. */
  readonly outcome?: readonly string[];
  /** Words that message or remedy must hold: the function, peer, limit or process. */
  readonly names?: readonly string[];
}

const root = import.meta.dirname;

/** Every fault of this folder, by name. */
export function readFaults(): Fault[] {
  return readdirSync(root)
    .filter((name) => existsSync(join(root, name, "fault.yaml")))
    .toSorted()
    .map(readFault);
}

export function readFault(name: string): Fault {
  const folder = join(root, name);
  const read = (file: string): unknown => parse(readFileSync(join(folder, file), "utf8"));
  return {
    ...(read("fault.yaml") as Omit<Fault, "name" | "folder" | "expected">),
    name,
    folder,
    expected: read("expected.yaml") as Truth,
  };
}
