/**
 * Boots Debian's kernels under software emulation and holds diag against each: `npm run test:kernels [-- NAME…]`, as root.
 *
 * - `NAME…` of entries of the matrix; all of them where none is named.
 * - `--write` keeps the results and puts docs/kernels.md together anew.
 * - `--again` judges what the guests told the last time, and boots nothing.
 * - `--only TOOL,…` starts the variants of those tools, and no playbooks; nothing is written.
 */
import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { cacheFolder } from "../lab/cache.ts";
import { boot } from "./boot.ts";
import { judgeRecord, type Verdict } from "./judge.ts";
import { makeDisk } from "./make-disk.ts";
import { type Entry, matrix } from "./matrix.ts";
import type { GuestRecord } from "./record.ts";
import { type Result, readResults, writeDocument, writeResult } from "./results.ts";
import { makeRoot, packagesOf, releaseOf } from "./root.ts";

/** An entry takes about twenty minutes on a machine of two slow CPUs. */
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
  for (const entry of entries) results.push(await run(entry, disk));
} finally {
  rmSync(folder, { recursive: true });
}

if (values.write && values.only === undefined) {
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
  const verdicts: Verdict[] = [];
  const judge = (record: GuestRecord) => {
    for (const verdict of judgeRecord(record, entry)) {
      verdicts.push(verdict);
      console.log(`${verdict.outcome.padEnd(7)}  ${verdict.check}  ${verdict.says}`);
    }
  };
  const file = join(kept, `${entry.name}.ndjson`);
  const why = disk === undefined ? judgeAgain(file, judge) : await bootEntry(entry, disk, file, judge);
  if (why !== undefined) {
    const verdict = { check: "guest", outcome: "failed", says: `${why}: see ${file} and ${file}.console` } as const;
    verdicts.push(verdict);
    console.log(`${verdict.outcome.padEnd(7)}  ${verdict.check}  ${verdict.says}`);
  }
  const date = new Date().toISOString().slice(0, 10);
  return { entry: entry.name, release, version, date, qemu, packages: packagesOf(root), verdicts };
}

function judgeAgain(file: string, judge: (record: GuestRecord) => void): undefined {
  for (const line of readFileSync(file, "utf8").trim().split("\n")) judge(JSON.parse(line));
}

async function bootEntry(entry: Entry, disk: string, file: string, judge: (record: GuestRecord) => void) {
  const out = openSync(file, "w");
  try {
    return await boot(
      {
        kernel: join(root, entry.kernel, "kernel"),
        initrd: join(root, entry.kernel, "initrd"),
        commandLine: [...entry.commandLine, ...(values.only === undefined ? [] : [`only=${values.only}`])],
        disks: [join(root, "root.ext4"), disk],
        console: `${file}.console`,
        deadlineMs,
      },
      (record) => {
        writeSync(out, `${JSON.stringify(record)}\n`);
        judge(record);
      },
    );
  } finally {
    closeSync(out);
  }
}

function entryNamed(name: string): Entry {
  const found = matrix.find((entry) => entry.name === name);
  if (found === undefined)
    throw new Error(`no entry ${name}; there are ${matrix.map((entry) => entry.name).join(", ")}`);
  return found;
}
