import { execa } from "execa";
import { bccTool, libbpfTool } from "../../tools/programs.ts";
import { HelperError, type HelperOutput } from "./helper-output.ts";
import { locatedIn } from "./located-in.ts";
import { traces } from "./tracer-start.ts";

export interface RunqSlower {
  readonly tracer: "bcc" | "libbpf";
  readonly seconds: number;
  readonly microseconds: number;
  readonly pid?: number;
}

/** runqslower(8) for a while: it knows no end of its own, and prints a line for each wait that is longer. */
export async function runqSlower({ tracer, seconds, microseconds, pid }: RunqSlower): Promise<HelperOutput> {
  const program = locatedIn(tracer === "bcc" ? bccTool("runqslower") : libbpfTool("runqslower", { bare: true }));
  const argv = ["-P", ...(pid === undefined ? [] : ["-p", `${pid}`]), `${microseconds}`];
  // Python keeps what it prints to a pipe until its buffer is full, and a SIGINT may end it before.
  const child = execa(program, argv, {
    reject: false,
    stdin: "ignore",
    env: { PYTHONUNBUFFERED: "1" },
    maxBuffer: 16e6,
  });
  process.on("SIGINT", () => child.kill("SIGINT"));
  // What it compiles or loads comes before the window.
  const firstLine = new Promise((resolve) => child.stdout.once("data", resolve));
  const isTracing = await traces(child.pid, firstLine, child);
  const ending = setTimeout(() => child.kill("SIGINT"), seconds * 1000);
  const { stdout, stderr, exitCode, signal } = await child;
  clearTimeout(ending);
  if (!isTracing || (exitCode !== 0 && signal === undefined && stdout === ""))
    throw new HelperError(stderr.trim() || `${program} ended before it traced`);
  return { stdout: `${stdout}\n`, stderr };
}
