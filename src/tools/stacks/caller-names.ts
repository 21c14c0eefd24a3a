import type { MapEntry } from "./bpftrace-maps.ts";
import { userFrame } from "./frame.ts";

/** `@name[ADDRESS]: SYMBOL+OFFSET`, of `callerScript`. Before 0.21 bpftrace ends no line after a symbol, so that one holds all of them. */
export function callerNames(entries: readonly MapEntry[]): Map<string, string> {
  const text = entries.map(({ keys, value }) => `@name[${keys}]: ${value}`).join("");
  const found = text.matchAll(/@name\[(\d{1,19})\]: (.*?)(?:\+\d{1,10})?(?=@name\[\d|$)/g);
  return new Map(Array.from(found, ([, address = "", symbol = ""]) => [address, userFrame(symbol)]));
}
