/** A 64-bit ELF file with one segment and the functions `malloc` and `free` (elf(5)): the tables of a library, and none of its code. */
export function smallElf(): Buffer {
  const header = Buffer.alloc(64);
  header.write("\x7fELF\x02\x01\x01", "latin1");
  header.writeUInt16LE(62, 18);
  const names = Buffer.from("\0malloc\0free\0");
  const code = Buffer.from("f30f1efa4885ff740a".padEnd(64, "9"), "hex");
  const symbols = Buffer.concat([symbol(0, 0), symbol(1, 0x1000), symbol(8, 0x1010)]);
  const segment = Buffer.alloc(56);
  const codeAt = header.length + segment.length;
  const namesAt = codeAt + code.length;
  const symbolsAt = namesAt + names.length;
  const sectionsAt = symbolsAt + symbols.length;
  segment.writeUInt32LE(1, 0);
  segment.writeBigUInt64LE(BigInt(codeAt), 8);
  segment.writeBigUInt64LE(0x1000n, 16);
  segment.writeBigUInt64LE(BigInt(code.length), 32);
  header.writeBigUInt64LE(64n, 32);
  header.writeBigUInt64LE(BigInt(sectionsAt), 40);
  for (const [value, at] of [
    [56, 54],
    [1, 56],
    [64, 58],
    [3, 60],
  ] as const)
    header.writeUInt16LE(value, at);
  const sections = [Buffer.alloc(64), section(2, symbolsAt, symbols.length, 2), section(3, namesAt, names.length, 0)];
  return Buffer.concat([header, segment, code, names, symbols, ...sections]);
}

function symbol(name: number, address: number): Buffer {
  const entry = Buffer.alloc(24);
  entry.writeUInt32LE(name, 0);
  // A global function, defined in the first section.
  entry[4] = name === 0 ? 0 : 0x12;
  entry.writeUInt16LE(name === 0 ? 0 : 1, 6);
  entry.writeBigUInt64LE(BigInt(address), 8);
  return entry;
}

function section(type: number, offset: number, size: number, link: number): Buffer {
  const entry = Buffer.alloc(64);
  entry.writeUInt32LE(type, 4);
  entry.writeBigUInt64LE(BigInt(offset), 24);
  entry.writeBigUInt64LE(BigInt(size), 32);
  entry.writeUInt32LE(link, 40);
  return entry;
}
