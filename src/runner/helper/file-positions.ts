import { HelperError, type HelperOutput } from "./helper-output.ts";
import { takeReadings } from "./readings.ts";
import { descriptorsOf, textOf } from "./target-descriptors.ts";

/** Ten looks a second, or as seldom as a twentieth of a CPU lets it. */
const intervalMs = 100;
const mostFiles = 20_000;
const counters = ["rchar", "wchar", "syscr", "syscw", "read_bytes"] as const;

interface Seen {
  readonly file: string;
  readonly pid: number;
  readonly flags: number;
  position: number;
  moved: number;
  seen: number;
}

/**
 * Which open files of the processes move, by looking at their positions: a JSON line for each that did, and one of what the processes
 * read and wrote in all.
 */
export async function filePositions({
  pids,
  seconds,
}: {
  readonly pids: readonly number[];
  readonly seconds: number;
}): Promise<HelperOutput> {
  const before = new Map(pids.map((pid) => [pid, countersOf(pid)]));
  if (
    [...before.values()].every((one) => one === undefined) &&
    pids.some((pid) => textOf(`/proc/${pid}/comm`) !== undefined)
  )
    throw new HelperError("/proc/PID/io of the target may not be read: it takes the same user, or CAP_SYS_PTRACE");
  const files = new Map<string, Seen>();
  const after = new Map(before);
  let readings = 0;
  const watched = await takeReadings(seconds, intervalMs, () => {
    readings++;
    for (const pid of pids) {
      after.set(pid, countersOf(pid) ?? after.get(pid));
      for (const { number, link } of descriptorsOf(pid) ?? []) {
        if (link.startsWith("/") && !link.startsWith("/dev/")) look(pid, number, link);
      }
    }
  });

  function look(pid: number, descriptor: number, file: string): void {
    const [, position, flags] =
      /^pos:\s*(\d{1,19})\nflags:\s*([0-7]{1,12})$/m.exec(textOf(`/proc/${pid}/fdinfo/${descriptor}`) ?? "") ?? [];
    if (position === undefined || flags === undefined) return;
    const key = JSON.stringify([pid, descriptor, file]);
    const known = files.get(key);
    if (known === undefined && files.size >= mostFiles) return;
    const at = Number(position);
    files.set(key, {
      ...{ file, pid, flags: Number.parseInt(flags, 8), position: at },
      moved: (known?.moved ?? 0) + Math.max(0, at - (known?.position ?? at)),
      seen: (known?.seen ?? 0) + 1,
    });
  }

  const used = counters.map((name, index): [string, number] => [
    name,
    pids.reduce((total, pid) => total + (after.get(pid)?.[index] ?? 0) - (before.get(pid)?.[index] ?? 0), 0),
  ]);
  const lines = [...files.values()]
    .filter(({ moved }) => moved > 0)
    .map(({ position: _, ...one }) => JSON.stringify(one));
  return {
    stdout: `${[...lines, JSON.stringify({ watched, readings, ...Object.fromEntries(used) })].join("\n")}\n`,
    stderr: "",
  };
}

/** In the order of `counters`. */
function countersOf(pid: number): readonly number[] | undefined {
  const text = textOf(`/proc/${pid}/io`);
  if (text === undefined) return undefined;
  return counters.map((name) => Number(new RegExp(`^${name}: (\\d{1,19})$`, "m").exec(text)?.[1] ?? 0));
}
