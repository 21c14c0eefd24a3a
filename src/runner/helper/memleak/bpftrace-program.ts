import { execa } from "execa";
import { bpftrace } from "../../../tools/programs.ts";
import { findBinaries } from "../../probe/find-binaries.ts";

/** The first with loops over maps. Until 0.20 `-p` was not heeded for uprobes: every process of the node would stop at them. */
const oldestMinor = 21;

export interface BpftraceProgram {
  readonly path: string;
  /** Undefined where it serves; else why it does not. */
  readonly tooOld?: string;
}

export async function bpftraceProgram(): Promise<BpftraceProgram | undefined> {
  const located = findBinaries([bpftrace]);
  const path = bpftrace.names.map((name) => located[name]).find((one) => one !== undefined);
  if (path === undefined) return undefined;
  const { stdout } = await execa(path, ["--version"], quiet);
  const [, major = 0, minor = 0] = /v(\d+)\.(\d+)/.exec(stdout) ?? [];
  if (Number(major) > 0 || Number(minor) >= oldestMinor) return { path };
  return { path, tooOld: `bpftrace ${major}.${minor} would stop every process of the node at malloc` };
}

/** Whether it knows instructions, so that a breakpoint may stand within a function; some are built without a disassembler. */
export async function takesOffsets(path: string): Promise<boolean> {
  const { stdout } = await execa(path, ["--info"], quiet);
  return /^\s*bfd: yes/m.test(stdout);
}

const quiet = { stdin: "ignore", reject: false } as const;
