import { plainAddress } from "../sockets/socket.ts";
import { textLines } from "../text-lines.ts";
import { questionName } from "./question-name.ts";

import { callNamed, isSleep } from "./system-calls.ts";
import { newTree, type Trace, type TracedProcess, type Tree, type Way } from "./trace.ts";

const mostTrees = 2_000;
const longestSeconds = 3_600;
const seconds = (ns: string | number) => Number(ns) / 1e9;

interface OpenDial {
  readonly tree: number;
  readonly from: number;
  readonly peer: string;
}

interface OpenLookup {
  readonly tree: number;
  readonly from: number;
  readonly name: string;
  asked: number;
  answers: number;
  last: number;
  failed: boolean;
}

/** What `startScript` prints, and the helper of the same name; undefined where its end, which tells how long it watched, is missing. */
export function readTrace(bytes: Uint8Array): Trace | undefined {
  const reader = new TraceReader();
  for (const line of textLines(bytes)) reader.read(line);
  return reader.end();
}

class TraceReader {
  readonly #trees = new Map<number, Tree>();
  readonly #dials = new Map<string, OpenDial>();
  readonly #lookups = new Map<string, OpenLookup>();
  readonly #processes = new Map<number, TracedProcess>();
  readonly #treeOf = new Map<number, number>();
  /** Of system calls that have not ended: by thread. */
  readonly #entered = new Map<string, { from?: number; call?: number; pid?: number }>();
  #runner: number | undefined;
  #beginNs: number | undefined;
  #watched = 0;
  #lost = 0;

  read(line: string): void {
    const [word = "", ...rest] = line.split(" ");
    if (line.startsWith("@")) this.#map(line);
    else if (word === "watched") this.#watched = Math.min(longestSeconds, seconds(rest[0] ?? "") || 0);
    else if (word === "watching,") this.#runner = Number(rest[1]);
    else if (word === "began") this.#beginNs = Number(rest[0]);
    else if (word === "Lost") this.#lost += Number(rest[0]) || 0;
    else if (word === "dialled") this.#dialled(rest);
    else this.#event(word, rest, line);
  }

  #event(word: string, rest: readonly string[], line: string): void {
    const tree = this.#tree(Number(rest[0]));
    if (tree === undefined) return;
    const number = (index: number) => Number(rest[index]) || 0;
    const after = (words: number) => rest.slice(words).join(" ");
    switch (word) {
      case "old":
        tree.age = seconds(number(1));
        this.#process(tree, { pid: tree.pid, from: 0, program: after(2), command: "", cpuSeconds: 0 });
        break;
      case "fork":
        this.#process(tree, {
          pid: number(1),
          from: seconds(number(2)),
          program: after(3),
          command: "",
          cpuSeconds: 0,
        });
        break;
      case "exec": {
        const [, program = "", words = ""] = /^exec \d+ \d+ \d+ (.{0,16}?)\t(.*)$/.exec(line) ?? [];
        const known = this.#processes.get(number(1));
        if (known === undefined) break;
        known.program = program;
        known.command = words.slice(0, 1024).replaceAll("\\x00", " ").trim();
        break;
      }
      case "exit": {
        const known = this.#processes.get(number(1));
        if (known === undefined) break;
        known.to = seconds(number(2));
        if (rest[3] !== undefined) known.status = number(3);
        break;
      }
      case "listen":
        tree.listens ??= seconds(number(1));
        if (tree.port === undefined && number(2) > 0) tree.port = number(2);
        break;
      case "accept":
        tree.accepts ??= seconds(number(1));
        break;
      case "dial":
        this.#dials.set(rest[2] ?? "", { tree: tree.pid, from: seconds(number(1)), peer: peerOf(rest[4], rest[3]) });
        break;
      case "ask":
      case "answer":
      case "hush":
        this.#lookup(word, `${rest[1]} ${rest[2]}`, tree, seconds(number(3)), number(4), after(5));
        break;
      case "open":
        tree.files.push({ path: after(3), found: number(1) >= 0, seconds: seconds(number(2)) });
        break;
      case "wait": {
        const call = callNamed(number(2));
        if (call === undefined) break;
        const stretch = stretchOf(seconds(number(4)), seconds(number(5)));
        tree.waits.push({
          pid: number(1),
          call,
          sleeps: isSleep(call, number(3), stretch.to - stretch.from),
          ...stretch,
        });
        break;
      }
      case "cpu":
      case "queue":
      case "disk":
        tree.intervals.push({ way: word, from: seconds(number(1)), to: seconds(number(2)) });
        break;
    }
  }

  #map(line: string): void {
    const [, map = "", keys = "", value = ""] = /^@(\w+)(?:\[([\d, ]{1,60})\])?: (-?\d{1,19})$/.exec(line) ?? [];
    const [first = 0, second = 0] = keys.split(", ").map(Number);
    if (map === "enter" || map === "call" || map === "of") {
      const known = this.#entered.get(keys) ?? {};
      const field = map === "enter" ? "from" : map === "of" ? "pid" : "call";
      known[field] = Number(value);
      this.#entered.set(keys, known);
      return;
    }
    const tree = sumsOfTrees.has(map) ? this.#tree(first) : undefined;
    if (tree === undefined) return;
    if (map === "spent") {
      const known = this.#processes.get(second);
      if (known !== undefined) known.cpuSeconds += seconds(value);
    } else if (map === "opens" || map === "missing" || map === "bytes")
      tree.counts.push({ what: map, bucket: second, count: Number(value) });
    else tree.sums.push({ way: map as Way, bucket: second, seconds: seconds(value) });
  }

  #tree(pid: number): Tree | undefined {
    if (!Number.isInteger(pid) || pid <= 0 || pid === this.#runner) return undefined;
    const known = this.#trees.get(pid);
    if (known !== undefined || this.#trees.size >= mostTrees) return known;
    const made = newTree(pid);
    this.#trees.set(pid, made);
    return made;
  }

  #process(tree: Tree, process: TracedProcess): void {
    if (tree.processes.has(process.pid)) return;
    tree.processes.set(process.pid, process);
    this.#processes.set(process.pid, process);
    this.#treeOf.set(process.pid, tree.pid);
  }

  #dialled([at = "", socket = "", state]: readonly string[]): void {
    const dial = this.#dials.get(socket);
    if (dial === undefined) return;
    this.#dials.delete(socket);
    // TCP_ESTABLISHED of include/net/tcp_states.h.
    this.#trees
      .get(dial.tree)
      ?.dials.push({ ...stretchOf(dial.from, seconds(at)), peer: dial.peer, reached: state === "1" });
  }

  #lookup(word: "ask" | "answer" | "hush", key: string, tree: Tree, at: number, count: number, question: string): void {
    const open = this.#lookups.get(key);
    const isAnswered = open !== undefined && open.answers >= open.asked;
    if (word === "answer" && open !== undefined) {
      open.answers++;
      open.last = at;
      if (count !== 0) open.failed = true;
    } else if (word === "hush") this.#closeLookup(key, at);
    else if (word === "ask" && (open === undefined || isAnswered)) {
      this.#closeLookup(key, at);
      this.#lookups.set(key, {
        tree: tree.pid,
        from: at,
        name: questionName(question),
        asked: count,
        answers: 0,
        last: at,
        failed: false,
      });
    } else if (open !== undefined) open.asked += count;
  }

  #closeLookup(key: string, at: number): void {
    const open = this.#lookups.get(key);
    if (open === undefined) return;
    this.#lookups.delete(key);
    const answered = open.answers >= open.asked;
    const stretch = stretchOf(open.from, answered ? open.last : at);
    this.#trees
      .get(open.tree)
      ?.lookups.push({ ...stretch, name: open.name, answered, failed: open.failed || !answered });
  }

  end(): Trace | undefined {
    if (this.#watched <= 0) return undefined;
    for (const key of [...this.#lookups.keys()]) this.#closeLookup(key, this.#watched);
    for (const { tree, from, peer } of this.#dials.values())
      this.#trees.get(tree)?.dials.push({ ...stretchOf(from, this.#watched), peer, reached: false });
    this.#endWaits();
    return { seconds: this.#watched, trees: this.#trees, lost: this.#lost };
  }

  /** Threads that were still in a system call when the window ended. */
  #endWaits(): void {
    const begin = this.#beginNs;
    if (begin === undefined) return;
    for (const { from, call: id, pid } of this.#entered.values()) {
      const call = id === undefined ? undefined : callNamed(id);
      const tree = pid === undefined ? undefined : this.#trees.get(this.#treeOf.get(pid) ?? 0);
      if (tree === undefined || pid === undefined || call === undefined || from === undefined) continue;
      const stretch = stretchOf((from - begin) / 1e9, this.#watched);
      const lasted = stretch.to - stretch.from;
      if (lasted >= 0.01) tree.waits.push({ pid, call, sleeps: isSleep(call, undefined, lasted), ...stretch });
    }
  }
}

const sumsOfTrees = new Set(["cpu", "queue", "disk", "files", "spent", "opens", "missing", "bytes"]);

function stretchOf(from: number, to: number) {
  return { from, to: Math.max(from, to) };
}

function peerOf(address = "", port = ""): string {
  const bare = plainAddress(address);
  return bare.includes(":") ? `[${bare}]:${port}` : `${bare}:${port}`;
}
