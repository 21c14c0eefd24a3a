import { number, table } from "../fact.ts";
import { loadBpf } from "../privileges.ts";
import { libbpfTool } from "../programs.ts";
import { textLines } from "../text-lines.ts";
import type { ParseContext, Parsed, RawOutput, Variant } from "../tool.ts";
import { windowSeconds } from "../window.ts";
import { fileDeclarations, shown } from "./file-fact-declarations.ts";

const program = libbpfTool("filetop", { bare: true });
/** As many as it keeps (OUTPUT_ROWS_LIMIT of libbpf-tools/filetop.c). */
const mostRows = 10_240;

/** filetop(8): reads and writes by thread and file, as they enter the kernel. */
export const libbpf: Variant = {
  name: "libbpf",
  precision:
    "Reads and writes of regular files of the target's main process, by thread and name without folder, by what was asked for. No times, so that what they cost is not known; neither opens, syncs, nor what page cache answers; not readv(2) and writev(2).",
  requires: [
    { kind: "binary", binary: program },
    loadBpf,
    { kind: "btf" },
    { kind: "kprobes" },
    { kind: "target", targets: ["process"] },
  ],
  overhead: { cpuPercentOfCore: 5, basis: "filetop(8): one kprobe a read or write, and a sum for each file" },
  collect(args, { target }) {
    const [main] = target.kind === "process" ? target.processes : [];
    const whose = main === undefined ? [] : ["-p", `${main.pid}`];
    const argv = ["-C", ...whose, "-r", `${mostRows}`, `${windowSeconds(args)}`, "1"];
    return { kind: "commands", commands: [{ binary: program, argv }] };
  },
  parse,
};

/** `TID COMM READS WRITES R_Kb W_Kb T FILE`; R is a regular file. */
const row = /^(\d{1,10}) +(.{1,16}?) +(\d{1,18}) +(\d{1,18}) +(\d{1,18}) +(\d{1,18}) +R (.{1,4096})$/;

interface Asked {
  readonly file: string;
  readonly process: string;
  readonly calls: readonly number[];
}

function parse(output: RawOutput, { args }: Pick<ParseContext, "args">): Parsed {
  const files = new Map<string, Asked>();
  let isRead = false;
  for (const line of textLines(output.stdout)) {
    isRead ||= /^TID +COMM +READS +WRITES/.test(line);
    const [, tid, process = "", ...rest] = row.exec(line) ?? [];
    if (tid === undefined) continue;
    const file = (rest[4] as string).slice(0, 256);
    const known = files.get(file);
    const calls = rest.slice(0, 4).map((text, index) => Number(text) + (known?.calls[index] ?? 0));
    files.set(file, { file, process: known?.process ?? process, calls });
  }
  if (!isRead) return { facts: {}, notes: [] };
  const seconds = windowSeconds(args);
  const all = [...files.values()];
  const rate = (index: number, unit = 1) =>
    all.reduce((total, { calls }) => total + unit * (calls[index] ?? 0), 0) / seconds;
  return {
    facts: {
      watched: number(seconds, "seconds"),
      reads: number(rate(0), "per-second"),
      writes: number(rate(1), "per-second"),
      readBytes: number(rate(2, 1024), "bytes-per-second"),
      writtenBytes: number(rate(3, 1024), "bytes-per-second"),
      asked: table(
        fileDeclarations.asked,
        all
          .toSorted((a, b) => callsOf(b) - callsOf(a))
          .slice(0, shown)
          .map(({ file, process, calls: [reads = 0, writes = 0, read = 0, written = 0] }) => [
            ...[file, process, reads / seconds, reads > 0 ? (1024 * read) / reads : 0],
            ...[writes / seconds, writes > 0 ? (1024 * written) / writes : 0],
          ]),
      ),
    },
    notes: output.partial ? ["Tracing was cut short."] : [],
  };
}

function callsOf({ calls: [reads = 0, writes = 0] }: Asked): number {
  return reads + writes;
}
