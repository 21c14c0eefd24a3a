import type { Runtime } from "../../documents/manifest.generated.ts";

/** What of a process tells its language runtime. Nothing of its environment or memory is read. */
export interface RuntimeEvidence {
  /** The text of the link /proc/PID/exe. */
  readonly exe: string;
  /** The text of /proc/PID/maps. */
  readonly maps: string;
  readonly comm: string;
}

interface Signature {
  readonly runtime: Runtime;
  readonly exe?: RegExp;
  readonly maps?: RegExp;
}

/** The program's name is the better witness: a debugger or editor may load a language's library for its scripts. */
const signatures: readonly Signature[] = [
  { runtime: "jvm", exe: /^java$/, maps: /\/libjvm\.so/ },
  { runtime: "dotnet", exe: /^dotnet$/, maps: /\/libcoreclr\.so/ },
  { runtime: "node", exe: /^(?:node|nodejs)$/, maps: /\/libnode\.so/ },
  { runtime: "python", exe: /^(?:python|pypy)[\d.]*$/, maps: /\/libpython\d[\d.]*m?\.so/ },
  { runtime: "ruby", exe: /^ruby[\d.]*$/, maps: /\/libruby[-\d.]*\.so/ },
  // Go's heap begins at this address on 64-bit Linux (runtime/malloc.go, arena hints).
  { runtime: "go", maps: /^c000000000-/m },
  // From Go 1.26 on it begins anywhere below the top of the address space, at a multiple of its arenas' 64 MiB; its linker puts code first.
  { runtime: "go", maps: /^0*400000-\w+ r-xp .*^[0-6]?\w{4}[048c]0{6}-\w+ ..-p 0+ 00:00 0 *$/ms },
];

export function detectRuntime({ exe, maps, comm }: RuntimeEvidence): Runtime {
  const name =
    exe
      .replace(/ \(deleted\)$/, "")
      .split("/")
      .at(-1) || comm;
  const found = signatures.find((one) => one.exe?.test(name)) ?? signatures.find((one) => one.maps?.test(maps));
  if (found !== undefined) return found.runtime;
  return exe === "" && maps === "" ? "unknown" : "native";
}
