import { number, table } from "../fact.ts";
import { readSamples, windowOf } from "../samples.ts";
import { pidsOf } from "../target-pids.ts";
import type { Parsed, RawOutput, Sample, Variant } from "../tool.ts";
import { windowMs } from "../window.ts";
import { callDeclarations, shown } from "./call-fact-declarations.ts";
import type { CallFacts } from "./call-facts.ts";
import { callNames } from "./call-names.ts";

/** Two small files a thread at each. */
const intervalMs = 500;

export const procfs: Variant = {
  name: "procfs",
  precision:
    "The kernel's counts of reads and writes and of their bytes (/proc/PID/io), not of other calls; neither errors, nor what a call costs, nor where it comes from. Calls in which threads wait are seen by looking twice a second (/proc/PID/task/TID/syscall), those of a thread that runs are not.",
  requires: [{ kind: "target", targets: ["process"] }],
  overhead: { cpuPercentOfCore: 1, basis: "two small files a thread, twice a second" },
  collect: (args, { target }) => ({
    kind: "samples",
    paths: [
      "/proc/sys/kernel/arch",
      ...pidsOf(target).flatMap((pid) => [
        `/proc/${pid}/io`,
        `/proc/${pid}/task/*/syscall`,
        `/proc/${pid}/task/*/status`,
      ]),
    ],
    intervalMs,
    windowMs: windowMs(args),
  }),
  parse,
};

function parse(output: RawOutput): Parsed {
  const samples = readSamples(output.stdout);
  const [first, last, seconds] = [samples[0], samples.at(-1), windowOf(samples)];
  if (first === undefined || last === undefined || seconds <= 0) return { facts: {}, notes: [] };
  const grown = (name: string, file: RegExp) => growth(first, last, file, name);
  const moves = (
    calls: string,
    bytes: string,
    rate: "readsPerSecond" | "writesPerSecond",
    mean: "bytesPerRead" | "bytesPerWrite",
  ) => {
    const count = grown(calls, io);
    if (count === undefined) return {};
    return {
      [rate]: number(count / seconds, "per-second"),
      ...(count > 0 ? { [mean]: number((grown(bytes, io) ?? 0) / count, "bytes") } : {}),
    };
  };
  const switches = grown("voluntary_ctxt_switches", /\/task\/\d+\/status$/);
  const facts: CallFacts = {
    watched: number(seconds, "seconds"),
    ...moves("syscr", "rchar", "readsPerSecond", "bytesPerRead"),
    ...moves("syscw", "wchar", "writesPerSecond", "bytesPerWrite"),
    ...(switches === undefined ? {} : { switches: number(switches / seconds, "per-second") }),
    ...foundIn(samples),
  };
  return {
    facts,
    notes: [
      facts.readsPerSecond === undefined
        ? "/proc/PID/io could not be read: reads and writes are not counted."
        : "Only reads and writes are counted. Run it where it may trace to see every call, its errors and where it comes from.",
    ],
  };
}

const io = /\/io$/;

/** Of a counter in all files that are there at both readings; undefined where there is none. */
function growth(first: Sample, last: Sample, file: RegExp, name: string): number | undefined {
  const line = new RegExp(`^${name}:\\s+(\\d{1,19})$`, "m");
  const at = ({ files }: Sample, path: string) => line.exec(files[path] ?? "")?.[1];
  const grown = Object.keys(last.files).flatMap((path) => {
    const [before, after] = file.test(path) ? [at(first, path), at(last, path)] : [];
    return before === undefined || after === undefined ? [] : [Math.max(0, Number(after) - Number(before))];
  });
  return grown.length === 0 ? undefined : grown.reduce((sum, one) => sum + one, 0);
}

/** `NUMBER ARGUMENT… SP PC` (proc_pid_syscall(5)), `running`, or `-1 SP PC` of one that waits elsewhere than in a call. */
function foundIn(samples: readonly Sample[]): CallFacts {
  const arch = (samples[0]?.files["/proc/sys/kernel/arch"] ?? "").trim();
  const names = callNames(arch === "x86_64" ? "x64" : arch === "aarch64" ? "arm64" : process.arch);
  const counts = new Map<string, number>();
  let looks = 0;
  for (const { files } of samples)
    for (const [path, text] of Object.entries(files)) {
      if (!path.endsWith("/syscall")) continue;
      looks++;
      const [, call] = /^(\d{1,4}) /.exec(text) ?? [];
      if (call === undefined) continue;
      const name = names.get(Number(call)) ?? `call ${call}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  if (looks === 0) return {};
  const rows = [...counts].toSorted(([, a], [, b]) => b - a).slice(0, shown);
  return {
    found: table(
      callDeclarations.found,
      rows.map(([call, count]) => [call, (100 * count) / looks]),
    ),
  };
}
