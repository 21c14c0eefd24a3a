import { spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { readProcNetTcpLine } from "../../tools/sockets/proc-net-tcp.ts";
import type { Socket } from "../../tools/sockets/socket.ts";
import { SocketWatch } from "../../tools/sockets/socket-watch.ts";
import { readSsLine, ssArguments } from "../../tools/sockets/ss-line.ts";
import type { Owner, WatchedNamespace } from "../../tools/sockets/watched-namespace.ts";
import { HelperError, type HelperOutput } from "./helper-output.ts";
import { isAlone, nodeNetwork } from "./node-network.ts";
import { takeReadings } from "./readings.ts";
import { allProcesses, descriptorsOf, linkOf, socketInode, textOf, withDescendants } from "./target-descriptors.ts";

export interface SocketsRequest {
  readonly source: "ss" | "procfs";
  /** The target's processes; absent of a host. */
  readonly pids?: readonly number[];
  readonly seconds: number;
}

/** States that hold as long as a stall of delayed ACKs (40 ms and more) are seen to by four looks a second. */
const intervalMs = 250;

/** The sockets of a network namespace at short intervals, added up: a line a reading, and a summary. */
export async function sockets({ source, pids, seconds }: SocketsRequest): Promise<HelperOutput> {
  // With ss this process is in the target's namespace itself; with procfs it reads what /proc/PID/net shows.
  const folder = source === "ss" || pids === undefined ? "/proc/self/net" : `/proc/${pids[0]}/net`;
  const network = linkOf(source === "ss" || pids === undefined ? "/proc/self/ns/net" : `/proc/${pids[0]}/ns/net`);
  const watch = new SocketWatch(namespaceOf(network, pids), source === "ss");
  const lines: string[] = [];
  let sinceUnix = 0;
  let unix: number | undefined;
  const watched = await takeReadings(seconds, intervalMs, async (at) => {
    const held = pids === undefined ? "all" : heldBy(pids);
    watch.begin();
    const add = (socket: Socket | undefined) => socket !== undefined && watch.add(socket, held);
    if (source === "ss") await readSs((line) => add(readSsLine(line)));
    else await readProcfs(folder, (line) => add(readProcNetTcpLine(line)));
    const udp = /^UDP: inuse (\d+)/m.exec(textOf(`${folder}/sockstat`) ?? "")?.[1];
    if (at >= sinceUnix) {
      // A long list that seldom changes.
      sinceUnix = at + 1;
      unix = textOf(`${folder}/unix`)?.split("\n").length;
    }
    lines.push(
      JSON.stringify(
        watch.end(at, {
          ...(udp === undefined ? {} : { udp: Number(udp) }),
          ...(unix === undefined ? {} : { unix: Math.max(0, unix - 2) }),
        }),
      ),
    );
  });
  lines.push(JSON.stringify(watch.summary(watched, ownersOf(watch.wanted, network, pids))));
  return { stdout: `${lines.join("\n")}\n`, stderr: "" };
}

function heldBy(pids: readonly number[]): Set<number> {
  const held = new Set<number>();
  for (const pid of withDescendants(pids)) {
    for (const { link } of descriptorsOf(pid) ?? []) {
      const inode = socketInode(link);
      if (inode !== undefined) held.add(inode);
    }
  }
  return held;
}

async function readSs(add: (line: string) => void): Promise<void> {
  const child = spawn("ss", ssArguments, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, LC_ALL: "C" } });
  const said: string[] = [];
  child.stderr.on("data", (chunk: Buffer) => void said.push(chunk.toString("utf8")));
  const closed = once(child, "close");
  await Promise.all([eachLine(child.stdout, add), closed]).catch((error: Error) => {
    throw new HelperError(`ss: ${error.message}`);
  });
  if (child.exitCode !== 0)
    throw new HelperError(`ss ended with ${child.exitCode ?? child.signalCode}: ${said.join("").slice(0, 2_000)}`);
}

async function readProcfs(folder: string, add: (line: string) => void): Promise<void> {
  for (const name of ["tcp", "tcp6"]) {
    await eachLine(createReadStream(`${folder}/${name}`), add).catch((error: NodeJS.ErrnoException) => {
      // Without IPv6 there is no tcp6.
      if (name === "tcp") throw new HelperError(`${folder}/tcp: ${error.message}`);
    });
  }
}

async function eachLine(stream: Readable, add: (line: string) => void): Promise<void> {
  const failed = once(stream, "error").then(([error]) => {
    throw error;
  });
  failed.catch(() => {});
  const all = (async () => {
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) add(line);
  })();
  await Promise.race([all, failed]);
}

function namespaceOf(network: string | undefined, pids: readonly number[] | undefined): WatchedNamespace {
  const isOwn = network === linkOf("/proc/self/ns/net");
  const setting = (name: string) => (isOwn ? textOf(`/proc/sys/net/${name}`)?.trim() : undefined);
  const [, low, high] = /^(\d+)\s+(\d+)$/.exec(setting("ipv4/ip_local_port_range") ?? "") ?? [];
  const reuse = setting("ipv4/tcp_tw_reuse");
  const backlog = setting("core/somaxconn");
  return {
    ...(low === undefined
      ? {}
      : {
          ports: {
            low: Number(low),
            high: Number(high),
            count: countPorts(Number(low), Number(high), setting("ipv4/ip_local_reserved_ports") ?? ""),
          },
        }),
    ...(reuse === undefined ? {} : { timeWaitReuse: Number(reuse) }),
    ...(backlog === undefined ? {} : { maximumBacklog: Number(backlog) }),
    ownNamespace: network !== nodeNetwork(),
    alone: pids === undefined || isAlone(pids, network),
  };
}

/** Without the reserved ones, written `8080,9000-9010`. */
function countPorts(low: number, high: number, reserved: string): number {
  const taken = reserved
    .split(",")
    .filter(Boolean)
    .map((range) => {
      const [from = "", to = from] = range.split("-");
      return Math.max(0, Math.min(Number(to), high) - Math.max(Number(from), low) + 1);
    });
  return Math.max(0, high - low + 1 - taken.reduce((sum, count) => sum + count, 0));
}

/** Looks through the target's processes, then through the others of its namespace, only as far as needed. */
function ownersOf(
  wanted: Set<number>,
  network: string | undefined,
  pids: readonly number[] | undefined,
): Map<number, Owner> {
  const owners = new Map<number, Owner>();
  wanted.delete(0);
  const look = (pid: number, ofTarget: boolean) => {
    const name = textOf(`/proc/${pid}/comm`)?.trimEnd() ?? "";
    for (const { link } of descriptorsOf(pid) ?? []) {
      const inode = socketInode(link);
      if (inode !== undefined && wanted.delete(inode)) owners.set(inode, { pid, name, ofTarget });
    }
  };
  const own = withDescendants(pids ?? []);
  for (const pid of own) look(pid, true);
  for (const pid of allProcesses()) {
    if (wanted.size === 0) break;
    if (!own.includes(pid) && linkOf(`/proc/${pid}/ns/net`) === network) look(pid, pids === undefined);
  }
  return owners;
}
