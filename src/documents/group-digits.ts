/**
 * A number with so many decimals, and with a comma before every three digits of its whole part. By hand: the first
 * number that Intl formats takes longer than all others of a report together, and several megabytes.
 */
export function groupDigits(value: number, decimals = 0): string {
  // Intl writes no digit beyond those that a double has.
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return value.toLocaleString("en-US");
  return value.toFixed(decimals).replace(/\B(?=(\d{3})+(\.|$))/g, ",");
}
