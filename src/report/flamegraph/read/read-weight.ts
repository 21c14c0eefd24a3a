/** What awk and printf write for a count: whole, decimal, or with an exponent. No sign. */
const number = /^\d+(\.\d*)?(e\+?\d+)?$/i;
const longest = 32;

/**
 * The weight at the end of a folded line.
 *
 * @param end just behind the last digit.
 * @returns -1 when it is not a number or is above 2^53, where sums would no longer be exact.
 */
export function readWeight(line: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = line[i]! - 48;
    if (digit < 0 || digit > 9) return readDecimal(line, start, end);
    value = value * 10 + digit;
  }
  return end > start && value <= Number.MAX_SAFE_INTEGER ? value : -1;
}

function readDecimal(line: Uint8Array, start: number, end: number): number {
  if (end - start > longest) return -1;
  const text = String.fromCharCode(...line.subarray(start, end));
  const value = number.test(text) ? Number(text) : -1;
  return value <= Number.MAX_SAFE_INTEGER ? value : -1;
}
