/**
 * Boots Debian's kernels under software emulation and holds diag against each: `npm run test:kernels [-- NAME…]`, as root.
 *
 * - `NAME…` of entries of the matrix; all of them where none is named.
 * - `--write` keeps the results and puts docs/kernels.md together anew.
 * - `--again` judges what the guests told the last time, and boots nothing.
 * - `--only NAME,…` starts those tools or variants (TOOL/VARIANT, `*` for any tool; `playbooks`) alone; the rest is as the guests told it
 *   the last time.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { cacheFolder } from "../lab/cache.ts";
import { boot } from "./boot.ts";
import { judgeRecord, type Verdict } from "./judge.ts";
import { dateOf, latest, readRecords, writeRecords } from "./kept-records.ts";
import { makeDisk } from "./make-disk.ts";
import { type Entry, matrix } from "./matrix.ts";
import type { GuestRecord } from "./record.ts";
import { type Result, readResults, writeDocument, writeResult } from "./results.ts";
import { makeRoot, packagesOf, releaseOf } from "./root.ts";

/** An entry takes half an hour on two CPUs that are busy with other things, too. */
const deadlineMs = 60 * 60_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: "boolean" }, again: { type: "boolean" }, only: { type: "string" } },
});
const entries = positionals.length === 0 ? matrix : positionals.map(entryNamed);
const kept = join(cacheFolder, "kernels");
mkdirSync(kept, { recursive: true });

// So that what this has started ends with it.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(130));

const qemu = execFileSync("qemu-system-x86_64", ["--version"], { encoding: "utf8" }).split("\n", 1)[0] ?? "";
const root = await makeRoot();
const folder = mkdtempSync(join(tmpdir(), "diag-kernels-"));
const results: Result[] = [];
try {
  const disk = values.again ? undefined : await makeDisk(folder);
  for (const entry of entries) {
    // Of what was never booted there is nothing to judge.
    if (disk !== undefined || readRecords(recordsOf(entry)).length > 0) results.push(await run(entry, disk));
  }
} finally {
  rmSync(folder, { recursive: true });
}

if (values.write) {
  for (const result of results) writeResult(result);
  writeDocument(readResults());
}
const count = (outcomes: readonly Verdict["outcome"][]) =>
  results.flatMap(({ verdicts }) => verdicts).filter(({ outcome }) => outcomes.includes(outcome)).length;
console.log(`\n${count(["works", "refused"])} passed, ${count(["failed"])} failed, ${count(["skipped"])} skipped`);
process.exitCode = count(["failed"]) > 0 ? 1 : 0;

async function run(entry: Entry, disk: string | undefined): Promise<Result> {
  const { release, version } = releaseOf(root, entry.kernel);
  console.log(`\n${entry.name}: Linux ${release} (${version}), ${entry.proves}`);
  const file = recordsOf(entry);
  const before = disk === undefined || values.only !== undefined ? readRecords(file) : [];
  const told: GuestRecord[] = [];
  const why =
    disk === undefined
      ? undefined
      : await bootEntry(entry, disk, `${file}.console`, (record) => {
          // A part that came to its end makes no whole of an entry that was stopped.
          if (record.kind === "end" && values.only !== undefined) return;
          told.push(record);
          for (const verdict of judgeAll([record], entry, latest(before, told))) say(verdict);
          // Each time, so that nothing is lost of a run that is stopped.
          writeRecords(file, latest(before, told));
        });
  const records = latest(before, told);
  const ended =
    why === undefined ? [] : [{ check: "guest", outcome: "failed", says: `${why}: see ${file}.console` } as const];
  for (const verdict of ended) say(verdict);
  const verdicts = [...judgeAll(records, entry, records), ...ended];
  if (disk === undefined) for (const verdict of verdicts) say(verdict);
  const date = dateOf(file);
  const isWhole = records.some(({ kind }) => kind === "end");
  return { entry: entry.name, release, version, date, isWhole, qemu, packages: packagesOf(root), verdicts };
}

function judgeAll(records: readonly GuestRecord[], entry: Entry, all: readonly GuestRecord[]): Verdict[] {
  const node = all.find((record) => record.kind === "node");
  return node === undefined ? [] : records.flatMap((record) => judgeRecord(record, entry, node.probe));
}

function recordsOf({ name }: Entry): string {
  return join(kept, `${name}.ndjson`);
}

function say({ outcome, check, says }: Verdict): void {
  console.log(`${outcome.padEnd(7)}  ${check}  ${says}`);
}

function bootEntry(entry: Entry, disk: string, console: string, onRecord: (record: GuestRecord) => void) {
  const machine = {
    kernel: join(root, entry.kernel, "kernel"),
    initrd: join(root, entry.kernel, "initrd"),
    commandLine: [...entry.commandLine, ...(values.only === undefined ? [] : [`only=${values.only}`])],
    disks: [join(root, "root.ext4"), disk],
    console,
    deadlineMs,
  };
  return boot(machine, onRecord);
}

function entryNamed(name: string): Entry {
  const found = matrix.find((entry) => entry.name === name);
  if (found === undefined)
    throw new Error(`no entry ${name}; there are ${matrix.map((entry) => entry.name).join(", ")}`);
  return found;
}
