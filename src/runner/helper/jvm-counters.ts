import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync } from "node:fs";
import { type JvmCounters, readHsperfdata } from "../../tools/gc-pauses/read-hsperfdata.ts";
import { HelperError, type HelperOutput } from "./helper-output.ts";
import { processText } from "./process-text.ts";
import { takeReadings } from "./readings.ts";

export interface JvmCountersRequest {
  readonly pid: number;
  /** As the JVM's own pid namespace numbers it: the file is named by that. */
  readonly containerPid: number;
  readonly seconds: number;
}

const intervalMs = 250;
/** Of a long window readings are further apart: what is counted adds up. */
const mostReadings = 2_400;
/** The JVM makes it 32 KiB large, or as large as -XX:PerfDataMemorySize. */
const mostBytes = 1 << 20;
const wanted = /^(?:sun\.gc\.(?:collector|generation)\.|sun\.gc\.lastCause$|sun\.os\.hrt\.frequency$)/;

/** What the JVM counts of its collections, from the file that it keeps for jstat(1): a line a reading, of what has changed since. */
export async function jvmCounters(request: JvmCountersRequest): Promise<HelperOutput> {
  processText(request.pid, "status");
  const lines: string[] = [];
  let before: JvmCounters = {};
  await takeReadings(request.seconds, Math.max(intervalMs, (1000 * request.seconds) / mostReadings), (at) => {
    const counters = countersOf(request);
    if (counters === undefined) {
      if (lines.length > 0) return;
      throw new HelperError(
        `the JVM keeps no counters in /tmp/hsperfdata_USER/${request.containerPid}: -XX:-UsePerfData, -XX:+PerfDisableSharedMem, or no /tmp that it can write`,
      );
    }
    const changed = Object.entries(counters).filter(([name, value]) => before[name] !== value);
    lines.push(JSON.stringify({ at, counters: Object.fromEntries(changed) }));
    before = counters;
  });
  return { stdout: `${lines.join("\n")}\n`, stderr: "" };
}

/** Nothing of the target is trusted: a link among its files would lead to the files of this side. */
function countersOf({ pid, containerPid }: JvmCountersRequest): JvmCounters | undefined {
  const within = (folder: string, read: (path: string) => JvmCounters | undefined) => {
    const handle = opened(folder, constants.O_DIRECTORY);
    if (handle === undefined) return undefined;
    try {
      return read(`/proc/self/fd/${handle}`);
    } finally {
      closeSync(handle);
    }
  };
  return within(`/proc/${pid}/root/tmp`, (tmp) => {
    for (const name of readdirSync(tmp)) {
      if (!name.startsWith("hsperfdata_")) continue;
      const found = within(`${tmp}/${name}`, (folder) => {
        const bytes = plainFile(`${folder}/${containerPid}`);
        return bytes && readHsperfdata(bytes, (counter) => wanted.test(counter));
      });
      if (found !== undefined) return found;
    }
    return undefined;
  });
}

function plainFile(path: string): Buffer | undefined {
  const file = opened(path, constants.O_NONBLOCK);
  if (file === undefined) return undefined;
  try {
    const stat = fstatSync(file);
    return stat.isFile() && stat.size <= mostBytes ? readFileSync(file) : undefined;
  } finally {
    closeSync(file);
  }
}

function opened(path: string, flag: number): number | undefined {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | flag);
  } catch {
    return undefined;
  }
}
