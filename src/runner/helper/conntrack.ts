import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import {
  type ConntrackHolders,
  type ConntrackReading,
  HolderTally,
  readCounters,
  type TableReading,
} from "../../tools/conntrack/conntrack-table.ts";
import { mostListed } from "../../tools/conntrack/parse-conntrack.ts";
import type { HelperOutput } from "./helper-output.ts";
import { nodeProcess } from "./node-network.ts";
import { takeReadings } from "./readings.ts";
import { linkOf } from "./target-descriptors.ts";

export interface ConntrackRequest {
  /** The target's main process; none of a host. */
  readonly pid?: number;
  readonly seconds: number;
  /** Without the program conntrack. */
  readonly countsOnly?: boolean;
}

const intervalMs = 2_000;
const folder = "/proc/sys/net/netfilter";

/** Counts and counters of both tables at intervals; at the end, who fills them. */
export async function conntrack({ pid, seconds, countsOnly = false }: ConntrackRequest): Promise<HelperOutput> {
  const node = nodeProcess();
  const target = pid ?? node;
  const sharesNode = linkOf(`/proc/${target}/ns/net`) === linkOf(`/proc/${node}/ns/net`);
  const lines: (ConntrackReading | ConntrackHolders)[] = [];
  await takeReadings(seconds, intervalMs, async (at) => {
    const [own, nodes] = await Promise.all([
      readTable(target, countsOnly),
      sharesNode ? undefined : readTable(node, countsOnly),
    ]);
    lines.push({
      kind: "reading",
      at,
      sharesNode,
      ...(own === undefined ? {} : { target: own }),
      ...(nodes === undefined ? {} : { node: nodes }),
    });
  });
  if (!countsOnly) {
    lines.push({ kind: "holders", of: "target", ...(await holdersOf(target)) });
    if (!sharesNode) lines.push({ kind: "holders", of: "node", ...(await holdersOf(node)) });
  }
  return { stdout: `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`, stderr: "" };
}

/** @returns undefined where the kernel tracks nothing there. */
async function readTable(pid: number, countsOnly: boolean): Promise<TableReading | undefined> {
  // What /proc/sys/net shows is of the namespace of who reads it.
  const [numbers, counters] = await Promise.all([
    output(inside(pid, ["cat", `${folder}/nf_conntrack_count`, `${folder}/nf_conntrack_max`])),
    countsOnly ? "" : output(inside(pid, ["conntrack", "-S"])),
  ]);
  const [, entries, limit] = /^(\d{1,12})\n(\d{1,12})\n?$/.exec(numbers) ?? [];
  if (entries === undefined) return undefined;
  return { entries: Number(entries), limit: Number(limit), counters: readCounters(counters) };
}

async function holdersOf(pid: number): Promise<Pick<ConntrackHolders, "counted" | "holders">> {
  const tally = new HolderTally();
  const [program, ...argv] = inside(pid, ["conntrack", "-L"]);
  const child = spawn(program, argv, { stdio: ["ignore", "pipe", "ignore"] });
  const closed = once(child, "close").catch(() => {});
  for await (const line of createInterface({ input: child.stdout })) {
    tally.add(line);
    if (tally.counted >= mostListed) break;
  }
  child.kill();
  await closed;
  return { counted: tally.counted, holders: tally.largest };
}

function inside(pid: number, words: readonly string[]): [string, ...string[]] {
  return ["nsenter", `--net=/proc/${pid}/ns/net`, "--", ...words];
}

/** Of a program that fails there is none. */
function output([program, ...argv]: readonly [string, ...string[]]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, argv, { maxBuffer: 4 * 1024 * 1024 }, (_error, stdout) => resolve(stdout));
  });
}
