import { unreadable } from "./unreadable.ts";

/** For formats that have one value. */
export function refuseValue(file: string, format: string, value: string | undefined): void {
  if (value === undefined) return;
  throw unreadable(file, undefined, `${format} have one value only, not ${value}`, "Leave --value away.");
}
