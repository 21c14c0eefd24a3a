import { textLines } from "../text-lines.ts";

/** One process in one second, by the names of pidstat's columns. */
export interface ProcessSecond {
  /** Which report of the output it stands in, from 0. */
  readonly second: number;
  readonly pid: number;
  readonly command: string;
  readonly value: (column: string) => number;
}

/** More columns than pidstat has. */
const maxColumns = 64;

/**
 * The lines of `pidstat -h`, under the header that names their columns, which differ between versions and options.
 * The command is the last and may hold blanks:
 *
 *     # Time        UID       PID    %usr %system  %guest   %wait    %CPU   CPU  …  Command
 *     10:38:51        0     13295   69.31    0.00    0.00   29.70   69.31     0  …  hot
 */
export function* processSeconds(bytes: Uint8Array): Generator<ProcessSecond, void, undefined> {
  let columns = new Map<string, number>();
  let second = -1;
  for (const line of textLines(bytes)) {
    if (line.startsWith("#")) {
      columns = new Map(
        line
          .slice(1)
          .trim()
          .split(/\s+/, maxColumns)
          .map((name, index) => [name, index]),
      );
      second += 1;
      continue;
    }
    const commandAt = columns.get("Command");
    if (commandAt === undefined || !columns.has("PID")) continue;
    const fields = fieldsOf(line, commandAt);
    if (fields === undefined) continue;
    const value = (column: string) => Number(fields[columns.get(column) ?? -1] ?? 0) || 0;
    const pid = value("PID");
    if (Number.isSafeInteger(pid) && pid > 0) yield { second, pid, command: fields[commandAt] ?? "", value };
  }
}

/** The fields before the command, and the command whole. */
function fieldsOf(line: string, commandAt: number): string[] | undefined {
  const fields: string[] = [];
  let rest = line.trimStart();
  while (fields.length < commandAt) {
    const blank = rest.search(/\s/);
    if (blank < 0) return undefined;
    fields.push(rest.slice(0, blank));
    rest = rest.slice(blank).trimStart();
  }
  return [...fields, rest];
}
