import { readFileSync } from "node:fs";
import { execa } from "execa";
import { rbspy } from "../../tools/programs.ts";
import { HelperError, type HelperOutput } from "./helper-output.ts";
import { locatedIn } from "./located-in.ts";

export interface RubyProfile {
  readonly pid: number;
  readonly seconds: number;
  readonly hertz: number;
  readonly subprocesses: boolean;
  /** Where rbspy writes. */
  readonly file: string;
}

/**
 * rbspy record. It refuses a patch release of Ruby that came out after it, though these share one layout of memory: such
 * a Ruby is read as the last one that rbspy knows.
 */
export async function rubyProfile(request: RubyProfile): Promise<HelperOutput> {
  const program = locatedIn(rbspy);
  const read = readAs(loadedRuby(request.pid));
  const words = [
    "record",
    ...["--pid", `${request.pid}`, "--duration", `${request.seconds}`, "--rate", `${request.hertz}`],
    ...["--format", "collapsed", "--file", request.file, "--raw-file", "/dev/null", "--silent", "--on-cpu"],
    ...(request.subprocesses ? ["--subprocesses"] : []),
    ...(read === undefined ? [] : ["--force-version", read]),
  ];
  // Ctrl-C reaches rbspy through the process group: it writes what it has.
  process.on("SIGINT", () => {});
  const { exitCode, stderr } = await execa(program, words, { stdin: "ignore", stdout: "ignore", reject: false });
  if (exitCode !== 0) throw new HelperError(`${stderr}\nrbspy ended with ${exitCode}`);
  const note = read === undefined ? "" : `read as Ruby ${read}\n`;
  return { stdout: readFileSync(request.file), stderr: `${note}${stderr}\n` };
}

/** `libruby-3.3.so.3.3.14` among what the process has mapped. A Ruby without that library does not tell its release. */
function loadedRuby(pid: number): string | undefined {
  try {
    return /\/libruby[^/]*\.so\.(\d+\.\d+\.\d+)$/m.exec(readFileSync(`/proc/${pid}/maps`, "utf8"))?.[1];
  } catch {
    return undefined;
  }
}

/** The last patch release of each minor one that rbspy 0.38.1 knows (supported_ruby_versions.rs). */
const lastKnown: Readonly<Record<string, number>> = { "3.0": 7, "3.1": 7, "3.2": 9, "3.3": 9, "3.4": 7 };

/** The release to read a Ruby as, where that is not its own. */
export function readAs(release: string | undefined): string | undefined {
  const [, minor = "", patch] = /^(\d+\.\d+)\.(\d+)$/.exec(release ?? "") ?? [];
  const last = lastKnown[minor];
  return last === undefined || Number(patch) <= last ? undefined : `${minor}.${last}`;
}
