import { readFileSync } from "node:fs";
import { execa } from "execa";
import { bpftrace } from "../../tools/programs.ts";
import { HelperError, type HelperOutput } from "./helper-output.ts";
import { locatedIn } from "./located-in.ts";
import { codeFiles } from "./memleak/allocator.ts";

export interface PythonCollectionsRequest {
  readonly pid: number;
  readonly seconds: number;
}

/** How a note of an ELF file names a probe: provider and name, each with a null byte at its end (SystemTap's sdt.h). */
const probe = "python\0gc__start\0";

/** How long each collection of CPython's cyclic collector takes, by the probes that its build has for tracers. */
export async function pythonCollections({ pid, seconds }: PythonCollectionsRequest): Promise<HelperOutput> {
  const file = codeFiles(pid).find(({ object, path }) => /python/.test(object) && hasProbe(path));
  if (file === undefined)
    throw new HelperError(
      "this build of Python has no probes for its collector: it was configured without --with-dtrace",
    );
  // Ctrl-C reaches bpftrace through the process group: it prints what it has.
  process.on("SIGINT", () => {});
  const words = ["-q", "-p", `${pid}`, "-e", collectionsScript(file.path, seconds)];
  const env = { ...bpftrace.env };
  const { exitCode, stdout, stderr } = await execa(locatedIn(bpftrace), words, { stdin: "ignore", reject: false, env });
  if (exitCode !== 0) throw new HelperError(`${stderr}\nbpftrace ended with ${exitCode}`);
  return { stdout, stderr };
}

/** @param path of the interpreter: only what a script does not misread. */
export function collectionsScript(path: string, seconds: number): string {
  return `BEGIN { @begin = nsecs; }
usdt:${path}:python:gc__start { @at[tid] = nsecs; @generation[tid] = arg0; }
usdt:${path}:python:gc__done /@at[tid] != 0/ {
  $ns = nsecs - @at[tid];
  $generation = @generation[tid];
  @count[$generation] = count();
  @time[$generation] = sum($ns);
  @longest[$generation] = max($ns);
  @found[$generation] = sum(arg0);
  @second[(nsecs - @begin) / 1000000000] = sum($ns);
  delete(@at[tid]);
  delete(@generation[tid]);
}
interval:s:${seconds} { exit(); }
END {
  printf("watched %llu\\n", nsecs - @begin);
  clear(@at);
  clear(@generation);
  clear(@begin);
}`;
}

function hasProbe(path: string): boolean {
  try {
    return readFileSync(path).includes(probe);
  } catch {
    return false;
  }
}
