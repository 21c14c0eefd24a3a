import { existsSync } from "node:fs";
import { processText } from "../process-text.ts";
import { type ElfFunction, elfFunctions } from "./elf-symbols.ts";

/** The functions by which a process gets and gives back memory. */
export interface Allocator {
  /** Path of the object that has them, as the target sees it. */
  readonly object: string;
  /** By which it is reached from here, in the target's files. Holds nothing that a script would misread. */
  readonly path: string;
  /** What stands before malloc in its names: `je_` where a program has its own jemalloc. */
  readonly prefix: string;
  readonly machine: number;
  /** Without the prefix. Two names of one function are there once. */
  readonly functions: ReadonlyMap<string, ElfFunction>;
}

const cFunctions = [
  "malloc",
  "free",
  "calloc",
  "realloc",
  "posix_memalign",
  "aligned_alloc",
  "memalign",
  "valloc",
  "pvalloc",
] as const;
/** operator new, new[], delete and delete[], with and without sizes and alignments: of an allocator that brings its own. */
export const cxxNew = ["_Znwm", "_Znam"] as const;
export const cxxDelete = ["_ZdlPv", "_ZdaPv", "_ZdlPvm", "_ZdaPvm"] as const;

/** jemalloc, the Rust crate of it, tcmalloc and mimalloc, where a program has one of them beside the C library's. */
const prefixes = ["", "je_", "_rjem_", "_rjem_je_", "tc_", "mi_"];

export interface Mapped {
  readonly object: string;
  readonly path: string;
}

/**
 * The allocator that the process uses. The loader takes the first definition: the program's own, then of what is preloaded or
 * linked, and the C library's last. A program that has an allocator under a prefix uses that beside the C library's.
 *
 * @returns undefined where nothing that is mapped defines malloc and free: static and stripped, or Go.
 */
export function findAllocator(pid: number): Allocator | undefined {
  const mapped = codeFiles(pid);
  const isLibc = ({ object }: Mapped) => /\/(?:libc[.-]|ld-musl-|libc\.musl)/.test(object);
  // The dynamic loader of glibc has a malloc for itself.
  const candidates = mapped.filter(({ object }) => !/\/ld-(?:linux|\d)[^/]*\.so/.test(object));
  const ordered = [...candidates.filter((one) => !isLibc(one)), ...candidates.filter(isLibc)];
  const found = ordered.flatMap((one) => allocatorIn(one) ?? []);
  return found.find(({ prefix }) => prefix !== "") ?? found[0];
}

function allocatorIn({ object, path }: Mapped): Allocator | undefined {
  const plain = [...cFunctions, ...cxxNew, ...cxxDelete];
  const names = prefixes.flatMap((prefix) => (prefix === "" ? plain : cFunctions.map((name) => `${prefix}${name}`)));
  const elf = elfFunctions(path, names);
  if (elf === undefined) return undefined;
  const has = (prefix: string) => elf.functions.has(`${prefix}malloc`) && elf.functions.has(`${prefix}free`);
  // A library of an allocator has both names, and is called by the plain one.
  const prefix = prefixes.find(has);
  if (prefix === undefined) return undefined;
  const functions = new Map<string, ElfFunction>();
  const offsets = new Set<number>();
  for (const name of prefix === "" ? plain : cFunctions) {
    const one = elf.functions.get(`${prefix}${name}`);
    if (one === undefined || offsets.has(one.offset)) continue;
    offsets.add(one.offset);
    functions.set(name, one);
  }
  return { object, path, prefix, machine: elf.machine, functions };
}

/** Every file that the process runs code of, once, the program first. */
export function codeFiles(pid: number): Mapped[] {
  const files = new Map<string, Mapped>();
  for (const line of processText(pid, "maps").split("\n")) {
    const [, range, object] = /^([0-9a-f]+-[0-9a-f]+) r.xp \S+ \S+ [1-9]\d*\s+(\/.*)$/.exec(line) ?? [];
    if (range === undefined || object === undefined || files.has(object)) continue;
    files.set(object, { object, path: reachable(pid, range, object) });
  }
  return [...files.values()];
}

/** In the target's root; a file that is deleted, or whose name a script would misread, by the mapping itself (proc(5), map_files). */
function reachable(pid: number, range: string, object: string): string {
  const path = `/proc/${pid}/root${object}`;
  return /^[\w/.,=~-]+$/.test(object) && existsSync(path) ? path : `/proc/${pid}/map_files/${range}`;
}
