import { parseTaskStat, type TaskStat, ticksPerSecond } from "../../tools/kernel-files/task-stat.ts";
import { containerId } from "../../tools/process/container-id.ts";
import { readProcNetTcpLine } from "../../tools/sockets/proc-net-tcp.ts";
import type { HelperOutput } from "./helper-output.ts";
import { takeReadings } from "./readings.ts";
import { allProcesses, descriptorsOf, socketInode, textOf, withDescendants } from "./target-descriptors.ts";

export interface StartTimelineRequest {
  readonly pids: readonly number[];
  readonly seconds: number;
  /** What comes into it from outside counts too: the first process of a container that is started again. */
  readonly container?: string;
}

const intervalMs = 100;
const mostProcesses = 5_000;

interface Known {
  readonly pid: number;
  /** First process of what it belongs to. */
  readonly tree: number;
  /** It was there at the first reading, and what it had used then. */
  readonly isOld: boolean;
  readonly usedBefore: number;
  used: number;
  command: string;
}

/** The lines that the script of bpftrace prints, of what /proc tells ten times a second. */
export async function startTimeline({ pids, seconds, container }: StartTimelineRequest): Promise<HelperOutput> {
  const lines: string[] = [];
  const ended: Known[] = [];
  const listening = new Set<number>();
  let alive = new Map<string, Known>();
  let isFirst = true;
  const upAtStart = Number((textOf("/proc/uptime") ?? "").split(" ")[0]);

  const watched = await takeReadings(seconds, intervalMs, (at) => {
    const owners = new Map([...alive.values()].map((one) => [one.pid, one]));
    const next = new Map<string, Known>();
    for (const pid of withDescendants([...pids, ...processesIn(container)]).slice(0, mostProcesses)) {
      const stat = parseTaskStat(textOf(`/proc/${pid}/stat`));
      if (stat === undefined) continue;
      const key = `${pid} ${stat.startTicks}`;
      const one = alive.get(key) ?? begin(pid, stat, owners.get(stat.parent));
      one.used = stat.userSeconds + stat.systemSeconds;
      next.set(key, one);
      owners.set(pid, one);
      const command = (textOf(`/proc/${pid}/cmdline`) ?? "").replaceAll(/[\0\n\t]/g, " ").trim();
      if (command !== one.command) lines.push(`exec ${one.tree} ${pid} ${ns(at)} ${oneLine(stat.comm)}\t${command}`);
      one.command = command;
      tellPort(one, at);
    }
    for (const [key, one] of alive) {
      if (next.has(key)) continue;
      ended.push(one);
      lines.push(`exit ${one.tree} ${one.pid} ${ns(at)}`);
    }
    alive = next;
    isFirst = false;
  });

  function begin(pid: number, stat: TaskStat, parent: Known | undefined): Known {
    const tree = isFirst || parent === undefined || parent.isOld ? pid : parent.tree;
    const at = stat.startTicks / ticksPerSecond - upAtStart;
    const born = isFirst ? `old ${pid} ${ns(-at)}` : `fork ${tree} ${pid} ${ns(at)}`;
    lines.push(`${born} ${oneLine(stat.comm)}`);
    const used = stat.userSeconds + stat.systemSeconds;
    return { pid, tree, isOld: isFirst, usedBefore: isFirst ? used : 0, used, command: "" };
  }

  /** One that listened at the first reading has been started before. */
  function tellPort({ pid, tree }: Known, at: number): void {
    if (listening.has(tree)) return;
    const port = listeningPort(pid);
    if (port === undefined) return;
    listening.add(tree);
    if (!isFirst) lines.push(`listen ${tree} ${ns(at)} ${port}`);
  }

  for (const { tree, pid, used, usedBefore } of [...ended, ...alive.values()])
    lines.push(`@spent[${tree}, ${pid}]: ${ns(used - usedBefore)}`);
  return { stdout: `${[...lines, `watched ${ns(watched)}`].join("\n")}\n`, stderr: "" };
}

function ns(seconds: number): number {
  return Math.round(Math.max(0, seconds) * 1e9);
}

function oneLine(comm: string): string {
  return comm.replaceAll(/[\n\t]/g, " ");
}

function processesIn(container: string | undefined): number[] {
  if (container === undefined) return [];
  return allProcesses().filter((pid) => containerId(textOf(`/proc/${pid}/cgroup`) ?? "") === container);
}

/** The first TCP port that a socket of the process listens on. */
function listeningPort(pid: number): number | undefined {
  const own = new Set((descriptorsOf(pid) ?? []).flatMap(({ link }) => socketInode(link) ?? []));
  if (own.size === 0) return undefined;
  for (const file of ["tcp", "tcp6"]) {
    for (const line of (textOf(`/proc/${pid}/net/${file}`) ?? "").split("\n")) {
      const socket = readProcNetTcpLine(line);
      if (socket?.state === "LISTEN" && own.has(socket.inode)) return socket.local.port;
    }
  }
  return undefined;
}
