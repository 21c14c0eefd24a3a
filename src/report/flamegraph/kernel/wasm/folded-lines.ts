import { intern, nameEnd, textBytes } from "./name-table";
import { path, startOf } from "./regions";
import { add, child, nodeCount } from "./stack-tree";

/** The host's: a weight that is not just digits, or has many of them; -1 when it is none. */
declare function readWeight(start: usize, end: usize): f64;

export let stackLines: u32 = 0;
export let malformedLines: u32 = 0;

/** So many digits are exact in any case. */
const maximumDigits: usize = 15;

/**
 * Takes whole lines: the byte before `end` is a newline.
 *
 * @returns where it stopped, which is before `end` when the tree has grown beyond the limits.
 */
export function readLines(start: usize, end: usize, maximumLine: usize, maximumNodes: u32, maximumText: u32): usize {
  let before = start;
  let beforeEnd = start;
  let line = start;
  while (line < end) {
    const lineEnd = newlineAfter(line);
    let weightEnd = lineEnd;
    while (weightEnd > line && isBlank(load<u8>(weightEnd - 1))) weightEnd--;
    // Frames may hold blanks: the weight is what follows the last one.
    let weightStart = weightEnd;
    while (weightStart > line && !isBlank(load<u8>(weightStart - 1))) weightStart--;
    const stackEnd = weightStart - 1;
    const weight: f64 = lineEnd - line <= maximumLine && weightStart > line + 1 ? weightAt(weightStart, weightEnd) : -1;
    if (weight >= 0) {
      readStack(line, stackEnd, before, beforeEnd, weight);
      stackLines++;
      before = line;
      beforeEnd = stackEnd;
      if (nodeCount > maximumNodes || textBytes > maximumText) return lineEnd + 1;
    } else if (weightEnd > line) {
      malformedLines++;
    }
    line = lineEnd + 1;
  }
  return end;
}

/** The nodes of `[before, beforeEnd)` are in the path: what both stacks begin with is not looked up again. */
function readStack(start: usize, end: usize, before: usize, beforeEnd: usize, weight: f64): void {
  const common = min(end - start, beforeEnd - before);
  let frame = start;
  let depth: u32 = 0;
  for (let at: usize = 0; at < common; at += 8) {
    const word = load<u64>(start + at);
    const difference = word ^ load<u64>(before + at);
    const same = min(difference === 0 ? 8 : <usize>(ctz(difference) >>> 3), common - at);
    const ends = same === 8 ? separatorsIn(word) : separatorsIn(word) & (((<u64>1) << (same << 3)) - 1);
    if (ends !== 0) {
      depth += <u32>popcnt(ends);
      frame = start + at + 8 - <usize>(clz(ends) >>> 3);
    }
    if (same < 8) break;
  }

  let known = startOf(path) + (depth << 2);
  let node: u32 = depth === 0 ? 0 : load<u32>(known - 4);
  while (true) {
    node = child(node, intern(frame, end));
    store<u32>(known, node);
    if (nameEnd === end) break;
    known += 4;
    frame = nameEnd + 1;
  }
  add(node, weight);
}

function weightAt(start: usize, end: usize): f64 {
  if (end - start > maximumDigits) return readWeight(start, end);
  let value: u64 = 0;
  for (let at = start; at < end; at++) {
    const digit = <u32>load<u8>(at) - 48;
    if (digit > 9) return readWeight(start, end);
    value = value * 10 + digit;
  }
  return <f64>value;
}

/** There is one. */
function newlineAfter(start: usize): usize {
  let at = start;
  let zeros: u64 = 0;
  while (true) {
    const difference = load<u64>(at) ^ 0x0a0a0a0a0a0a0a0a;
    zeros = (difference - 0x0101010101010101) & ~difference & 0x8080808080808080;
    if (zeros !== 0) break;
    at += 8;
  }
  return at + <usize>(ctz(zeros) >>> 3);
}

/** The top bit of each byte that is a `;`, and of no other. */
function separatorsIn(word: u64): u64 {
  const difference = word ^ 0x3b3b3b3b3b3b3b3b;
  return ~(((difference & 0x7f7f7f7f7f7f7f7f) + 0x7f7f7f7f7f7f7f7f) | difference | 0x7f7f7f7f7f7f7f7f);
}

function isBlank(byte: u8): bool {
  return byte === 32 || byte === 9 || byte === 13;
}
