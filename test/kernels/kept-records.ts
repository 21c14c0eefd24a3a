import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import type { GuestRecord } from "./record.ts";

/** What an entry's guests told, for `--again` and `--only`. */
export function readRecords(file: string): GuestRecord[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}

export function writeRecords(file: string, records: readonly GuestRecord[]): void {
  writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(""));
}

/** The day of the last record. */
export function dateOf(file: string): string {
  return statSync(file).mtime.toISOString().slice(0, 10);
}

/** Of two records about the same the later one, in the order in which they were first told. */
export function latest(before: readonly GuestRecord[], told: readonly GuestRecord[]): GuestRecord[] {
  const byKey = new Map([...before, ...told].map((record) => [keyOf(record), record]));
  return [...byKey.values()];
}

function keyOf(record: GuestRecord): string {
  switch (record.kind) {
    case "variant":
      return `${record.tool}/${record.variant}`;
    case "playbook":
      return `playbook ${record.name}`;
    default:
      return record.kind;
  }
}
