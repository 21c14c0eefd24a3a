import { closeSync, openSync, writeSync } from "node:fs";

/** mulberry32: small, seeded, the same on every machine. Gives whole numbers below `bound`. */
function randomBelow(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * bound);
  };
}

const functions = 3000;
const callees = 5;
/** Times the functions it is below 2^53. */
const largePrime = 2_999_999_999_971;
const subjects = ["http", "cache", "json", "store", "queue", "pool", "route", "codec", "shard", "token"];
const verbs = ["handle", "insert", "decode", "flush", "lookup", "append", "rehash", "acquire", "walk", "poll"];

/** How much to write: until so many bytes, or so many stacks of which no two are alike. */
export type FoldedSize = { readonly bytes: number } | { readonly distinctStacks: number };

/**
 * Folded stacks as a profiler of a large service writes them: walks of 6 to 24 frames through a fixed call graph of
 * 3,000 functions with 5 callees each, the first more likely than the last; one in eight ends in the kernel.
 * Names are about 24 bytes, weights are skewed. The same seed gives the same bytes.
 */
export function* foldedStacks(size: FoldedSize, seed = 1): Generator<Uint8Array, void, void> {
  const below = randomBelow(seed);
  const names = Array.from({ length: functions }, (_, i) => {
    const name = `${subjects[i % 10]}::${subjects[below(10)]}::${verbs[below(10)]}_${"abcdefgh".slice(below(8))}${i}`;
    return i % 16 === 15 ? `${name}_[k]` : name;
  });
  const graph = names.map(() => Array.from({ length: callees }, () => below(functions)));
  const inKernel = names.flatMap((name, i) => (name.endsWith("_[k]") ? [i] : []));
  const encoder = new TextEncoder();
  // Two walks of one key are taken for one: that leaves a stack out, and none in twice.
  const walked = new Set<number>();
  let written = 0;
  let lines: string[] = [];
  const flush = () => {
    const chunk = encoder.encode(lines.join(""));
    lines = [];
    written += chunk.length;
    return chunk;
  };
  while ("bytes" in size ? written < size.bytes : walked.size < size.distinctStacks) {
    const depth = 6 + below(19);
    let at = below(4);
    let line = names[at]!;
    let key = at;
    for (let frame = 1; frame < depth; frame++) {
      at = graph[at]![Math.min(below(callees), below(callees))]!;
      line += `;${names[at]}`;
      key = (key * functions + at) % largePrime;
    }
    if (below(8) === 0) {
      const call = inKernel[below(inKernel.length)]!;
      line += `;entry_SYSCALL_64_after_hwframe_[k];do_syscall_64_[k];${names[call]}`;
      key = (key * functions + call + 1) % largePrime;
    }
    if ("distinctStacks" in size) {
      if (walked.has(key)) continue;
      walked.add(key);
    }
    lines.push(`${line} ${1 + below(1 + below(1 + below(1000)))}\n`);
    if (lines.length === 512) yield flush();
  }
  if (lines.length > 0) yield flush();
}

export function writeFoldedStacks(path: string, size: FoldedSize, seed = 1): void {
  const file = openSync(path, "w");
  try {
    for (const chunk of foldedStacks(size, seed)) writeSync(file, chunk);
  } finally {
    closeSync(file);
  }
}
