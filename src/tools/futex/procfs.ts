import { amountOf, type Fields, fieldsOf } from "../json-line.ts";
import { looking } from "../looking.ts";
import { futexKind } from "../off-cpu/wait-reason.ts";
import { textLines } from "../text-lines.ts";
import type { Parsed, RawOutput, Variant } from "../tool.ts";
import { futexFacts } from "./futex-facts.ts";
import type { FutexWait } from "./futex-wait.ts";

export const procfs: Variant = {
  name: "procfs",
  precision:
    "Looks at each thread up to 20 times a second (/proc/PID/task/TID/syscall, as root): shares are of what it found, counts are at least so many, and waits below some 50 ms are seen by chance. Neither where in the program nor who holds a lock. Sees threads that wait all along.",
  ...looking("thread-waits"),
  parse,
};

/** Lines of the helper `thread-waits`; of those only waits in futex(2) count. */
function parse(output: RawOutput): Parsed {
  const waits: FutexWait[] = [];
  let watched: number | undefined;
  let readings = 0;
  for (const line of textLines(output.stdout)) {
    const value = fieldsOf(line);
    if (typeof value?.["watched"] === "number") {
      watched = value["watched"];
      readings = amountOf(value["readings"]);
    } else if (value !== undefined) waits.push(...waitOf(value));
  }
  if (watched === undefined) return { facts: {}, notes: [] };
  const facts = futexFacts({ waits, wakes: [], owners: [], times: [], vain: [], seconds: watched });
  return {
    facts,
    notes: [
      `Threads were looked at ${readings} times in ${Math.round(watched * 10) / 10} s; what is shorter than the time between is seen by chance.`,
    ],
  };
}

function waitOf({ thread, us, count, longestUs, futex }: Fields): FutexWait[] {
  if (typeof thread !== "string" || !Array.isArray(futex) || amountOf(us) === 0) return [];
  const [operation = 0, word = 0, address = 0, pid = 0] = futex.map(amountOf);
  return [
    {
      lock: { pid, address },
      kind: futexKind(operation, word),
      shared: (operation & privateFlag) === 0,
      short: false,
      thread: thread.slice(0, 64),
      user: [],
      ...{ us: amountOf(us), count: amountOf(count), longestUs: amountOf(longestUs) },
    },
  ];
}

/** FUTEX_PRIVATE_FLAG of include/uapi/linux/futex.h. */
const privateFlag = 128;
