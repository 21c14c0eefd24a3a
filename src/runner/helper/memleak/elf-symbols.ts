import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** A function of an ELF file. */
export interface ElfFunction {
  /** Where its code stands in the file: two names of one function have the same. */
  readonly offset: number;
  /** The first bytes of it. */
  readonly code: Uint8Array;
}

export interface ElfFunctions {
  /** e_machine: 62 is x86-64, 183 aarch64. */
  readonly machine: number;
  readonly functions: ReadonlyMap<string, ElfFunction>;
}

const codeBytes = 32;
/** What is longer is no table of symbols that is read here: a browser's has half of it. */
const longestSection = 256 * 1024 * 1024;
const symbolBytes = 24;
const tables = new Set([2, 11]);

/**
 * The functions of these names that a 64-bit little-endian ELF file defines, in its symbol table or its dynamic one (elf(5)).
 * What is no such file has none.
 */
export function elfFunctions(path: string, names: readonly string[]): ElfFunctions | undefined {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return undefined;
  }
  try {
    return readFunctions(file, names);
  } catch (error) {
    // A file that ends before what its headers promise.
    if (error instanceof RangeError) return undefined;
    throw error;
  } finally {
    closeSync(file);
  }
}

function readFunctions(file: number, names: readonly string[]): ElfFunctions | undefined {
  const header = bytesAt(file, 0, 64);
  if (header.readUInt32BE(0) !== 0x7f454c46 || header[4] !== 2 || header[5] !== 1) return undefined;
  const segments = entries(file, header.readBigUInt64LE(32), header.readUInt16LE(54), header.readUInt16LE(56));
  const sections = entries(file, header.readBigUInt64LE(40), header.readUInt16LE(58), header.readUInt16LE(60));
  const functions = new Map<string, ElfFunction>();
  // A file has one of each. One that was made to cost time has thousands.
  for (const section of sections.filter((one) => tables.has(one.readUInt32LE(4))).slice(0, tables.size)) {
    const strings = sections[section.readUInt32LE(40)];
    if (strings === undefined) continue;
    const text = sectionBytes(file, strings);
    const wanted = nameOffsets(text, names);
    const symbols = sectionBytes(file, section);
    for (let at = 0; at + symbolBytes <= symbols.length; at += symbolBytes) {
      const name = wanted.get(symbols.readUInt32LE(at));
      if (name === undefined || functions.has(name)) continue;
      const isFunction = [2, 10].includes((symbols[at + 4] ?? 0) & 0xf);
      const isDefined = symbols.readUInt16LE(at + 6) !== 0;
      if (!isFunction || !isDefined) continue;
      const offset = fileOffset(segments, symbols.readBigUInt64LE(at + 8));
      if (offset !== undefined) functions.set(name, { offset, code: bytesAt(file, offset, codeBytes) });
    }
  }
  return { machine: header.readUInt16LE(18), functions };
}

function entries(file: number, offset: bigint, size: number, count: number): Buffer[] {
  const table = bytesAt(file, Number(offset), size * count);
  if (table.length < size * count) return [];
  return Array.from({ length: count }, (_, index) => table.subarray(index * size, (index + 1) * size));
}

function sectionBytes(file: number, section: Buffer): Buffer {
  return bytesAt(file, Number(section.readBigUInt64LE(24)), Number(section.readBigUInt64LE(32)));
}

/** Where the names stand in a table of strings. Linkers let a name be the end of a longer one. */
function nameOffsets(text: Buffer, names: readonly string[]): Map<number, string> {
  const found = new Map<number, string>();
  for (const name of names) {
    const ended = `${name}\0`;
    for (let at = text.indexOf(ended); at >= 0; at = text.indexOf(ended, at + 1)) found.set(at, name);
  }
  return found;
}

/** PT_LOAD segments map addresses to places in the file. */
function fileOffset(segments: readonly Buffer[], address: bigint): number | undefined {
  for (const segment of segments) {
    const start = segment.readBigUInt64LE(16);
    const isLoaded = segment.readUInt32LE(0) === 1;
    if (isLoaded && address >= start && address < start + segment.readBigUInt64LE(32)) {
      return Number(address - start + segment.readBigUInt64LE(8));
    }
  }
  return undefined;
}

/** Short where the file ends; nothing where the headers promise more than a file holds. */
function bytesAt(file: number, offset: number, length: number): Buffer {
  if (length > longestSection || !Number.isSafeInteger(offset)) return Buffer.alloc(0);
  const bytes = Buffer.alloc(Math.min(length, Math.max(0, fstatSync(file).size - offset)));
  return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, offset));
}
