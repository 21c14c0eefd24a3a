import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { bpftraceLimits } from "../../tools/bpftrace-limits.ts";
import { bccTool, libbpfTool } from "../../tools/programs.ts";
import { readProcNetTcpLine } from "../../tools/sockets/proc-net-tcp.ts";
import { type Belongs, ConnectionGroups } from "../../tools/tcplife/connection-groups.ts";
import type { ConnectionsSummary } from "../../tools/tcplife/read-groups.ts";
import {
  readConnectLine,
  readLifeLine,
  readTcpconnlatLine,
  readTcplifeLine,
} from "../../tools/tcplife/traced-connection.ts";
import { addressesOf } from "./addresses.ts";
import { connectScript, lifeScript } from "./connection-scripts.ts";
import { HelperError, type HelperOutput } from "./helper-output.ts";
import { isAlone } from "./node-network.ts";
import { linkOf, textOf, withDescendants } from "./target-descriptors.ts";
import { traces } from "./tracer-start.ts";

export interface ConnectionsRequest {
  readonly what: "life" | "connect";
  readonly tracer: "libbpf" | "bpftrace" | "bcc";
  readonly pids?: readonly number[];
  readonly seconds: number;
}

const mostGroups = 200;

/** Runs a tracer of TCP connections for a while, and adds up, as the lines come, those that are the target's. */
export async function connections(request: ConnectionsRequest): Promise<HelperOutput> {
  const { what, tracer, pids, seconds } = request;
  const groups = new ConnectionGroups(belongsTo(pids));
  const [program, ...argv] = wordsOf(request);
  const child = spawn(program, argv, {
    stdio: ["ignore", "pipe", "pipe"],
    // Python and libbpf-tools hold back what they write into a pipe.
    env: {
      ...process.env,
      LC_ALL: "C",
      PYTHONUNBUFFERED: "1",
      ...bpftraceLimits({ mapKeys: 65_536 }),
    },
  });
  let lost = 0;
  let startedAt = performance.now();
  const said: string[] = [];
  const started = new Promise<void>((resolve) => {
    createInterface({ input: child.stderr }).on("line", (line) => {
      lost += Number(/Lost (\d+) events/i.exec(line)?.[1] ?? 0);
      if (said.length < 50) said.push(line);
    });
    createInterface({ input: child.stdout }).on("line", (line) => {
      resolve();
      lost += Number(/Lost (\d+) events/i.exec(line)?.[1] ?? 0);
      if (what === "life") {
        const life = tracer === "bpftrace" ? readLifeLine(line) : readTcplifeLine(line);
        // BCC reads bytes where its headers say; those of another build give any number.
        if (life !== undefined) groups.addLife(tracer === "bcc" ? { ...life, sentKiB: 0, receivedKiB: 0 } : life);
      } else {
        const connect = tracer === "bpftrace" ? readConnectLine(line) : readTcpconnlatLine(line);
        if (connect !== undefined) groups.addConnect(connect);
      }
    });
  });
  const closed = once(child, "close").catch((error: Error) => {
    throw new HelperError(`${program}: ${error.message}`);
  });
  const stop = () => child.kill("SIGINT");
  process.on("SIGINT", stop);
  if (!(await traces(child.pid, started, closed))) {
    await closed;
    throw new HelperError(said.join("\n").slice(0, 2_000) || `${program} ended before it traced`);
  }
  startedAt = performance.now();
  const timer = setTimeout(stop, seconds * 1000);
  const kill = setTimeout(() => child.kill("SIGKILL"), seconds * 1000 + 10_000);
  let watched = 0;
  child.once("exit", () => {
    watched = (performance.now() - startedAt) / 1000;
  });
  const ended = await closed;
  clearTimeout(timer);
  clearTimeout(kill);
  const problem = said.join("\n");
  if (watched < seconds / 2 && (ended[0] !== 0 || groups.all.length === 0) && problem !== "")
    throw new HelperError(problem.slice(0, 2_000));
  const summary: ConnectionsSummary = { kind: "summary", seconds: Math.min(watched, seconds), lost };
  return {
    stdout: `${[...groups.all.slice(0, mostGroups), summary].map((one) => JSON.stringify(one)).join("\n")}\n`,
    stderr: problem,
  };
}

function wordsOf({ what, tracer }: ConnectionsRequest): [string, ...string[]] {
  if (tracer === "bpftrace") return ["bpftrace", "-q", "-e", what === "life" ? lifeScript : connectScript];
  const name = what === "life" ? "tcplife" : "tcpconnlat";
  const { names } = tracer === "libbpf" ? libbpfTool(name, { bare: true }) : bccTool(name);
  const program = names.find((one) => (one.startsWith("/") ? existsSync(one) : onPath(one))) ?? name;
  // -w: IPv6 addresses are not cut off. BCC's tcplife has it too; tcpconnlat has none and does not cut.
  return what === "life" ? [program, "-w"] : [program];
}

function onPath(name: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(join(folder, name)));
}

/** Of a host everything is its own. Loopback is in every namespace: it tells nothing. */
function belongsTo(pids: readonly number[] | undefined): Belongs {
  const pid = pids?.[0] ?? 1;
  const listening = new Set<number>();
  for (const name of ["tcp", "tcp6"]) {
    for (const line of (textOf(`/proc/${pid}/net/${name}`) ?? "").split("\n")) {
      const socket = readProcNetTcpLine(line);
      if (socket?.state === "LISTEN") listening.add(socket.local.port);
    }
  }
  if (pids === undefined) return { isProcess: () => true, addresses: new Set(), listening };
  // What ends in no process is told by its address, where all processes that have it are the target's.
  const addresses = isAlone(pids, linkOf(`/proc/${pid}/ns/net`)) ? addressesOf(pid) : new Set<string>();
  let known = new Set(withDescendants(pids));
  let looked = performance.now();
  return {
    addresses,
    listening,
    isProcess(one) {
      // A pid that is new may be a child that was started since; looked for at most ten times a second.
      if (!known.has(one) && performance.now() - looked > 100) {
        known = new Set([...known, ...withDescendants(pids)]);
        looked = performance.now();
      }
      return known.has(one);
    },
  };
}
