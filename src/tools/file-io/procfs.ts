import { number, string, table } from "../fact.ts";
import { amountOf, type Fields, fieldsOf } from "../json-line.ts";
import { looking } from "../looking.ts";
import { textLines } from "../text-lines.ts";
import type { Parsed, RawOutput, Variant } from "../tool.ts";
import { fileDeclarations, shown } from "./file-fact-declarations.ts";
import { hitFacts } from "./file-facts.ts";

export const procfs: Variant = {
  name: "procfs",
  precision:
    "Counters of the target's processes (/proc/PID/io), which count sockets and pipes as files, and no times; so page cache is said to answer at most so much. Which files: by looking ten times a second which positions of open files move (/proc/PID/fdinfo), which pread and pwrite do not, nor what is opened and closed between two looks. Neither opens nor syncs.",
  ...looking("file-positions"),
  parse,
};

/** Lines of the helper `file-positions`: one for each file that moved, and one of the sums. */
function parse(output: RawOutput): Parsed {
  let sums: Fields | undefined;
  const moved: Fields[] = [];
  for (const line of textLines(output.stdout)) {
    const value = fieldsOf(line);
    if (typeof value?.["watched"] === "number") sums = value;
    else if (typeof value?.["file"] === "string") moved.push(value);
  }
  const [seconds, looks] = [amountOf(sums?.["watched"]), amountOf(sums?.["readings"])];
  if (sums === undefined || seconds === 0 || looks === 0) return { facts: {}, notes: [] };
  const sum = (name: string) => amountOf(sums[name]);
  return {
    facts: {
      watched: number(seconds, "seconds"),
      reads: number(sum("syscr") / seconds, "per-second"),
      writes: number(sum("syscw") / seconds, "per-second"),
      readBytes: number(sum("rchar") / seconds, "bytes-per-second"),
      writtenBytes: number(sum("wchar") / seconds, "bytes-per-second"),
      fetched: number(sum("read_bytes") / seconds, "bytes-per-second"),
      ...hitFacts(sum("rchar"), sum("read_bytes")),
      hitsFrom: string(
        "counters of the processes: read_bytes against rchar of /proc/PID/io, in which sockets and pipes are",
      ),
      positions: table(
        fileDeclarations.positions,
        moved
          .toSorted((a, b) => amountOf(b["moved"]) - amountOf(a["moved"]))
          .slice(0, shown)
          .map(({ file, pid, moved: bytes, flags, seen }) => [
            ...[String(file).slice(0, 256), amountOf(pid), amountOf(bytes) / seconds],
            ...[accessOf(amountOf(flags)), Math.min(100, (100 * amountOf(seen)) / looks)],
          ]),
      ),
    },
    notes: [
      `Open files were looked at ${looks} times in ${Math.round(seconds * 10) / 10} s; neither which calls nor how long they take is told.`,
    ],
  };
}

/** Of include/uapi/asm-generic/fcntl.h. */
const [accessMode, dsync] = [3, 0o10000];
const direct = process.arch === "arm64" ? 0o200000 : 0o40000;

function accessOf(flags: number): string {
  return [
    ["read", "write", "both"][flags & accessMode] ?? "both",
    ...((flags & dsync) === 0 ? [] : ["sync"]),
    ...((flags & direct) === 0 ? [] : ["direct"]),
  ].join(", ");
}
