import { number, percent, string, table } from "../fact.ts";
import type { ParsedFact } from "../fact-declaration.ts";
import type { Parsed, RawOutput } from "../tool.ts";
import { fileDeclarations, shown } from "./file-fact-declarations.ts";
import type { Calls, FailedOpens, FileUse, TracedFiles } from "./file-use.ts";

type FileFacts = Partial<Record<keyof typeof fileDeclarations, ParsedFact>>;

/** What the kernel makes up as it is read. tmpfs and ramfs are files as others, which are always in memory. */
const madeUp = new Set(
  "proc sysfs cgroup cgroup2 tracefs debugfs securityfs configfs pstore bpf devpts mqueue fusectl binfmt_misc".split(
    " ",
  ),
);

/** Of include/uapi/asm-generic/errno-base.h: those that open(2) tells of a path. */
const errors: Readonly<Record<number, string>> = {
  ...{ 1: "EPERM", 2: "ENOENT", 4: "EINTR", 6: "ENXIO", 11: "EAGAIN", 12: "ENOMEM", 13: "EACCES", 14: "EFAULT" },
  ...{ 16: "EBUSY", 17: "EEXIST", 19: "ENODEV", 20: "ENOTDIR", 21: "EISDIR", 22: "EINVAL", 23: "ENFILE" },
  ...{ 24: "EMFILE", 26: "ETXTBSY", 27: "EFBIG", 28: "ENOSPC", 30: "EROFS", 36: "ENAMETOOLONG", 40: "ELOOP" },
};

export function tracedFileFacts(traced: TracedFiles | undefined, { partial }: Pick<RawOutput, "partial">): Parsed {
  if (traced === undefined) return { facts: {}, notes: [] };
  const { seconds, files, failed } = traced;
  const sum = (of: (file: FileUse) => number) => files.reduce((total, file) => total + of(file), 0);
  const rate = (of: (file: FileUse) => number) => sum(of) / seconds;
  const failing = failed.reduce((total, one) => ({ count: total.count + one.count, ns: total.ns + one.ns }), {
    count: 0,
    ns: 0,
  });
  const facts: FileFacts = {
    watched: number(seconds, "seconds"),
    reads: number(
      rate(({ reads }) => reads.count),
      "per-second",
    ),
    writes: number(
      rate((file) => writesOf(file).count),
      "per-second",
    ),
    readBytes: number(
      rate(({ reads }) => reads.bytes),
      "bytes-per-second",
    ),
    writtenBytes: number(
      rate((file) => writesOf(file).bytes),
      "bytes-per-second",
    ),
    fetched: number(
      rate(({ missed }) => missed.bytes),
      "bytes-per-second",
    ),
    ...hitFacts(
      sum(({ reads, sends }) => reads.bytes + sends.bytes),
      sum(({ missed }) => missed.bytes),
    ),
    hitsFrom: string("what the kernel asked storage for within each read (ioac.read_bytes of the thread)"),
    waited: perCore(sum(timeOf) + failing.ns, seconds),
    syncs: number(
      rate((file) => syncsOf(file).count),
      "per-second",
    ),
    opens: number(
      rate(({ opens }) => opens.count),
      "per-second",
    ),
    failedOpens: number(failing.count / seconds, "per-second"),
    failedTime: perCore(failing.ns, seconds),
    files: table(
      fileDeclarations.files,
      files
        .toSorted((a, b) => timeOf(b) - timeOf(a))
        .slice(0, shown)
        .map((file) => rowOf(file, seconds)),
    ),
    failures: table(fileDeclarations.failures, failureRows(failed, seconds)),
  };
  const notes: string[] = [];
  if (traced.endedEarly)
    notes.push(
      `It ended after ${Math.round(seconds * 100) / 100} s, because there were so many calls that it would cost more: rates are of that time.`,
    );
  if (partial) notes.push("Tracing was cut short; later calls are not counted.");
  return { facts, notes };
}

/** Absent where nothing was read. What is read ahead may be more than what was read. */
export function hitFacts(read: number, fetched: number): FileFacts {
  return read > 0 ? { hits: percent(hitsOf(read, fetched)) } : {};
}

function rowOf(file: FileUse, seconds: number): (string | number | boolean)[] {
  const { reads, missed, opens, sends, syncWrites } = file;
  const [writes, syncs] = [writesOf(file), syncsOf(file)];
  const core = (ns: number) => ns / 1e7 / seconds;
  return [
    ...[file.file, file.process, file.pid, core(timeOf(file))],
    ...[reads.count / seconds, reads.bytes / seconds, each(reads.bytes, reads.count)],
    ...[writes.count / seconds, writes.bytes / seconds, each(writes.bytes, writes.count)],
    ...[syncs.count / seconds, each(writes.bytes, syncs.count), each(syncs.ns, syncs.count) / 1e6, core(syncs.ns)],
    ...[2 * syncWrites.count > syncs.count ? "O_SYNC" : syncs.count > 0 ? "fsync" : "", opens.count / seconds],
    ...[file.size, each(reads.bytes, file.size) / seconds, 100 * Math.min(1, each(file.sequential, reads.count))],
    ...[sends.bytes / seconds, missed.bytes / seconds, hitsOf(reads.bytes + sends.bytes, missed.bytes)],
    100 * each(missed.count, reads.count + sends.count),
    ...[core(reads.ns), core(missed.ns), core(file.writes.ns), core(opens.ns)],
    ...[file.isDirect, file.drops / seconds, file.fileSystem, madeUp.has(file.fileSystem)],
  ];
}

function failureRows(failed: readonly FailedOpens[], seconds: number): (string | number)[][] {
  return failed
    .toSorted((a, b) => b.ns - a.ns)
    .slice(0, shown)
    .map(({ path, errno, count, ns }) => [
      path,
      errors[errno] ?? `error ${errno}`,
      count / seconds,
      ns / 1e7 / seconds,
    ]);
}

function perCore(ns: number, seconds: number): ParsedFact {
  return number(ns / 1e7 / seconds, "percent-of-core");
}

function hitsOf(read: number, fetched: number): number {
  return read > 0 ? Math.max(0, 100 * (1 - fetched / read)) : 100;
}

function each(sum: number, count: number): number {
  return count > 0 ? sum / count : 0;
}

function writesOf({ writes, syncWrites }: FileUse): Calls {
  return added(writes, syncWrites);
}

function syncsOf({ syncs, syncWrites }: FileUse): Calls {
  return added(syncs, syncWrites);
}

function timeOf({ reads, writes, syncWrites, syncs, opens, sends }: FileUse): number {
  return [reads, writes, syncWrites, syncs, opens, sends].reduce((total, { ns }) => total + ns, 0);
}

function added(one: Calls, other: Calls): Calls {
  return { count: one.count + other.count, bytes: one.bytes + other.bytes, ns: one.ns + other.ns };
}
