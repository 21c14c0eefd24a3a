import { readdirSync } from "node:fs";
import { parseTaskStat } from "../../tools/kernel-files/task-stat.ts";
import { futexSystemCall, socketSystemCalls } from "../../tools/off-cpu/system-calls.ts";
import { readProcNetTcpLine } from "../../tools/sockets/proc-net-tcp.ts";
import { writeEndpoint } from "../../tools/sockets/socket.ts";
import { HelperError, type HelperOutput } from "./helper-output.ts";
import { takeReadings } from "./readings.ts";
import { linkOf, socketInode, textOf } from "./target-descriptors.ts";

export interface ThreadWaitsRequest {
  readonly pids: readonly number[];
  readonly seconds: number;
}

/** Twenty times a second, or as seldom as a twentieth of a CPU lets it. */
const intervalMs = 50;
const mostThreads = 4_096;
/** Places that are kept apart: what comes after is left out, and counted. */
const mostPlaces = 2_000;
/** With more threads than this only the main one's children are looked at. */
const mostParents = 64;

/** Where one thread was found at a reading. */
interface Found {
  readonly key: string;
  /** How often it was put on a CPU so far (schedstat): unchanged, the wait is the same. */
  readonly runs: string;
  readonly lasted: number;
}

interface Place {
  readonly thread: string;
  readonly state: string;
  readonly kernel: readonly string[];
  readonly call: number;
  /** Operation, value and address of a futex(2), and the process whose address it is. */
  readonly futex?: readonly [number, number, number, number];
  readonly peer?: string;
  us: number;
  count: number;
  longestUs: number;
}

/** Children of one name that a process has started since. */
interface Child {
  readonly parent: string;
  readonly child: string;
  readonly pids: Set<string>;
  us: number;
}

/**
 * What the threads of the target wait for, by looking: a JSON line for each place, with the time that threads were found there,
 * and one of how it was watched. The first reading only begins; at each other one the time since the one before counts.
 */
export async function threadWaits({ pids, seconds }: ThreadWaitsRequest): Promise<HelperOutput> {
  const places = new Map<string, Place>();
  let before = new Map<string, Found>();
  let last: number | undefined;
  let readings = 0;
  let threads = 0;
  let told = 0;
  let left = 0;
  const ignored = new Set<string>(pids.map(String));
  const children = new Map<string, Child>();
  const watched = await takeReadings(seconds, intervalMs, (at) => {
    readings++;
    const found = new Map<string, Found>();
    const us = last === undefined ? 0 : Math.round((at - last) * 1e6);
    for (const { pid, tid } of threadsOf(pids)) {
      const folder = `/proc/${pid}/task/${tid}`;
      const stat = parseTaskStat(textOf(`${folder}/stat`));
      if (stat === undefined || !/^[SDI]$/.test(stat.state)) continue;
      const kernel = kernelFrames(folder);
      const place = placeOf(pid, stat.comm, stat.state, kernel, textOf(`${folder}/syscall`));
      if (kernel.length > 0) told++;
      const key = JSON.stringify([place.thread, place.state, place.kernel, place.call, place.futex, place.peer]);
      const known = places.get(key) ?? (places.size < mostPlaces ? place : undefined);
      if (known === undefined) {
        left++;
        continue;
      }
      places.set(key, known);
      const runs = textOf(`${folder}/schedstat`)?.split(" ")[2] ?? "";
      const earlier = before.get(tid);
      const isSame = earlier !== undefined && earlier.key === key && earlier.runs === runs;
      const lasted = (isSame ? earlier.lasted : 0) + us;
      known.us += us;
      if (!isSame) known.count++;
      known.longestUs = Math.max(known.longestUs, lasted);
      found.set(tid, { key, runs, lasted });
    }
    for (const [parent, pid] of childrenOf(pids)) {
      // Those of the first reading were there before, and most will be after.
      if (last === undefined) ignored.add(pid);
      if (ignored.has(pid)) continue;
      const name = parseTaskStat(textOf(`/proc/${pid}/stat`))?.comm;
      if (name === undefined) continue;
      const key = JSON.stringify([parent, name]);
      const child = children.get(key) ?? { parent, child: name, pids: new Set<string>(), us: 0 };
      if (children.size >= mostPlaces && !children.has(key)) continue;
      if (child.pids.size < mostPlaces) child.pids.add(pid);
      child.us += us;
      children.set(key, child);
    }
    last = at;
    before = found;
    threads = Math.max(threads, found.size);
  });
  if (threads > 0 && told === 0)
    throw new HelperError("what the threads wait for (wchan, syscall, stack) may not be read");
  const lines = [
    ...Array.from(places.values(), (place) => JSON.stringify(place)),
    ...[...children.values()].map(({ pids: { size }, ...child }) => JSON.stringify({ ...child, started: size })),
  ];
  return { stdout: `${lines.join("\n")}\n${JSON.stringify({ watched, readings, threads, left })}\n`, stderr: "" };
}

function threadsOf(pids: readonly number[]): { pid: number; tid: string }[] {
  const found: { pid: number; tid: string }[] = [];
  for (const pid of pids) {
    for (const tid of names(`/proc/${pid}/task`)) {
      if (found.length === mostThreads) return found;
      found.push({ pid, tid });
    }
  }
  return found;
}

/** The parent's name and the child's pid. */
function childrenOf(pids: readonly number[]): [parent: string, pid: string][] {
  return pids.flatMap((pid) => {
    const tasks = names(`/proc/${pid}/task`);
    const parents = tasks.length > mostParents ? [`${pid}`] : tasks;
    const found = parents.flatMap((tid) =>
      (textOf(`/proc/${pid}/task/${tid}/children`) ?? "").split(" ").filter(Boolean),
    );
    if (found.length === 0) return [];
    const name = parseTaskStat(textOf(`/proc/${pid}/stat`))?.comm ?? "";
    return found.slice(0, mostThreads).map((child): [string, string] => [name, child]);
  });
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Leaf first: of `stack` where it may be read, else the wait channel. */
function kernelFrames(folder: string): string[] {
  const frames = [...(textOf(`${folder}/stack`) ?? "").matchAll(/^\[<[0-9a-f]{1,16}>\] ([\w.]{1,128})/gm)];
  if (frames.length > 0) return frames.slice(0, 64).map(([, name = ""]) => name);
  const channel = textOf(`${folder}/wchan`)?.trim() ?? "";
  return /^[A-Za-z_][\w.]{0,127}$/.test(channel) ? [channel] : [];
}

/** `NUMBER ARGUMENT… SP PC` (proc_pid_syscall(5)); `running` or `-1` where it is in none. */
function placeOf(pid: number, thread: string, state: string, kernel: readonly string[], syscall = ""): Place {
  const [number = "-1", first = "0x0", second = "0x0", third = "0x0"] = syscall.trim().split(" ");
  const call = /^\d{1,4}$/.test(number) ? Number(number) : -1;
  const peer = socketSystemCalls().has(call) ? peerOf(pid, Number(first)) : undefined;
  // The files are read one after the other: the thread may have gone on in between.
  const isFutex = call === futexSystemCall && kernel.some((name) => name.includes("futex"));
  return {
    ...{ thread, state, kernel, call },
    ...(isFutex ? { futex: [Number(second), Number(third), Number(first), pid] as const } : {}),
    ...(peer === undefined ? {} : { peer }),
    ...{ us: 0, count: 0, longestUs: 0 },
  };
}

const peers = new Map<string, string>();
const mostPeers = 5_000;

/**
 * Who is at the other end of a TCP socket: `to ADDRESS:PORT`, or `from ADDRESS` where the local port is one that the namespace
 * listens on. A socket keeps its peer, so that each is looked up once.
 */
function peerOf(pid: number, descriptor: number): string | undefined {
  if (!Number.isSafeInteger(descriptor)) return undefined;
  const link = linkOf(`/proc/${pid}/fd/${descriptor}`) ?? "";
  const inode = socketInode(link);
  if (inode === undefined) return undefined;
  const known = peers.get(link);
  if (known !== undefined || peers.size >= mostPeers) return known || undefined;
  const sockets = ["tcp", "tcp6"].flatMap((name) =>
    (textOf(`/proc/${pid}/net/${name}`) ?? "").split("\n").flatMap((line) => readProcNetTcpLine(line) ?? []),
  );
  const socket = sockets.find((one) => one.inode === inode);
  const isInbound = sockets.some(({ state, local }) => state === "LISTEN" && local.port === socket?.local.port);
  const peer =
    socket === undefined ? "" : isInbound ? `from ${socket.remote.address}` : `to ${writeEndpoint(socket.remote)}`;
  peers.set(link, peer);
  return peer || undefined;
}
