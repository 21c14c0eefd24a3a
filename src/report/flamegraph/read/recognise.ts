import { intervalLine } from "../../../tools/memleak/parse-memleak.ts";
import { mapEntry } from "./bpftrace-stacks-reader.ts";
import type { InputFormatName } from "./input-formats.ts";
import { perfHeader } from "./perf-header.ts";
import { unreadable } from "./unreadable.ts";

/** As much of a file is looked at. */
export const headBytes = 1 << 16;

/** Files that somebody may well give, and that are none of stacks: how they begin, what they are, what to give instead. */
const strangers: readonly (readonly [magic: string, what: string, mend: string])[] = [
  [
    "PERFILE2",
    "it is what perf record writes, for perf alone to read",
    "Give what perf script prints: perf script -i perf.data | diag flame -",
  ],
  [
    "FLR\0",
    "it is a recording of Java Flight Recorder",
    "Convert it with async-profiler's jfrconv: jfrconv --cpu -o collapsed recording.jfr recording.folded",
  ],
  ["\x7fELF", "it is a program, and no profile of one", "Give what its profiler wrote."],
  ["\x28\xb5\x2f\xfd", "it is packed with zstd", "Unpack it: zstd -dc FILE | diag flame -"],
  ["\xfd7zXZ", "it is packed with xz", "Unpack it: xz -dc FILE | diag flame -"],
  ["BZh", "it is packed with bzip2", "Unpack it: bzip2 -dc FILE | diag flame -"],
  ["PK\x03\x04", "it is a ZIP archive", "Unpack it: unzip -p FILE | diag flame -"],
];

/** What a file is, by its first bytes, unpacked. @throws DiagError where it is nothing that diag reads. */
export function recognise(head: Uint8Array, file: string): InputFormatName {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, headBytes));
  if (bytes.length === 0) throw unreadable(file, undefined, "it is empty", "Did what should have written it fail?");
  const start = bytes.toString("latin1", 0, 8);
  const stranger = strangers.find(([magic]) => start.startsWith(magic));
  if (stranger !== undefined) throw unreadable(file, undefined, stranger[1], stranger[2]);
  if (isBinary(bytes)) {
    if (beginsAsPprof(bytes)) return "pprof";
    throw unreadable(file, undefined, "it is binary, and no pprof profile", known);
  }
  const text = bytes.toString("utf8");
  const lines = text.split("\n");
  const found = ownLine(lines) ?? jsonFormat(text, file) ?? stackLine(lines);
  if (found === undefined) throw unreadable(file, undefined, "no stacks are recognised in it", known);
  return found;
}

const known =
  "Known are folded stacks, perf script, bpftrace, memleak, pprof, speedscope and .cpuprofile; --from FORMAT says which it is.";

/** Text has no control characters but blanks, and no profiler names a function with one. */
function isBinary(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte < 9 || (byte > 13 && byte < 27)) return true;
  }
  return false;
}

/** profile.proto has fields 1 to 15, in any order: numbers (wire type 0), messages and texts (2). */
function beginsAsPprof(bytes: Uint8Array): boolean {
  const tag = bytes[0]!;
  return tag >= 8 && tag < 128 && ((tag & 7) === 0 || (tag & 7) === 2);
}

/** A stack may begin with a bracket too: `[unknown];main 3`. */
function jsonFormat(text: string, file: string): InputFormatName | undefined {
  if (!/^\ufeff?\s*(?:\{\s*["}]|\[\s*\{)/.test(text)) return undefined;
  if (/"\$schema"\s*:\s*"[^"]*speedscope|"profiles"\s*:|"shared"\s*:\s*\{/.test(text)) return "speedscope";
  if (/"(?:nodes|callFrame|traceEvents|timeDeltas|ph)"\s*:/.test(text)) return "cpuprofile";
  throw unreadable(
    file,
    undefined,
    "it is JSON, but no profile of speedscope or V8",
    "Export one of them, or pprof; --from FORMAT says which it is.",
  );
}

/** Formats with a line that nothing else has. Other lines may come before it, of JSON too. */
function ownLine(lines: readonly string[]): InputFormatName | undefined {
  if (lines.some((line) => intervalLine.test(line))) return "memleak";
  return lines.some((line) => mapEntry.test(line)) ? "bpftrace" : undefined;
}

function stackLine(lines: readonly string[]): InputFormatName | undefined {
  // The last line may be cut off.
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines;
  const sample = whole.findIndex((line) => !line.startsWith("#") && perfHeader(line) !== undefined);
  if (sample >= 0 && isSample(whole[sample]!, lines[sample + 1])) return "perf-script";
  return whole.some((line) => /\S[ \t]\d+(?:\.\d*)?\s*$/.test(line)) ? "folded" : undefined;
}

/** A line of a sample has its event, or a frame below it: `worker 17` is a stack with its weight. */
function isSample(line: string, next = ""): boolean {
  return perfHeader(line)?.event !== undefined || /^\s+[0-9a-f]+ /.test(next);
}
