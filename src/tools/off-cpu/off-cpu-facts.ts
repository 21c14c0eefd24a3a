import { number, percent, string, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { functionName } from "../stacks/frame.ts";
import { StackCounter } from "../stacks/stack-counter.ts";
import { childDeclarations } from "./child-facts.ts";
import type { Wait } from "./wait.ts";
import { isIdleReason, type WaitReason, waitReason } from "./wait-reason.ts";
import { waitPath, waitSite } from "./wait-site.ts";

const shownWaits = 40;

const mean = "threads that wait so on average, in percent: 100 is one thread all the time";

export const offCpuDeclarations = {
  stacks: {
    kind: "profile",
    unit: "microseconds",
    description:
      "Time that threads spent waiting, by stack, kernel frames above user frames. Waits for a CPU are not in it.",
  },
  busyStacks: {
    kind: "profile",
    unit: "microseconds",
    description:
      "Of that the waits of who has something to do: without polling, accepting, sleeping and condition variables.",
  },
  waiting: { kind: "number", unit: "percent-of-core", description: `Waits of a request in progress: ${mean}.` },
  idle: { kind: "number", unit: "percent-of-core", description: `Waits of who has nothing to do: ${mean}.` },
  watched: { kind: "number", unit: "seconds", description: "How long it was watched." },
  waitsPerSecond: { kind: "number", unit: "per-second", description: "Waits that began." },
  lock: { kind: "number", unit: "percent-of-core", description: `Locks (mutexes, read-write locks): ${mean}.` },
  disk: { kind: "number", unit: "percent-of-core", description: `Disks and file systems: ${mean}.` },
  network: {
    kind: "number",
    unit: "percent-of-core",
    description: `Data from or to a network, and connecting: ${mean}.`,
  },
  sleep: { kind: "number", unit: "percent-of-core", description: `Sleeps for a given time: ${mean}.` },
  pipe: { kind: "number", unit: "percent-of-core", description: `Pipes and local sockets: ${mean}.` },
  child: { kind: "number", unit: "percent-of-core", description: `The end of a child process: ${mean}.` },
  fileLock: { kind: "number", unit: "percent-of-core", description: `Locks of files (flock, fcntl): ${mean}.` },
  kernelLock: {
    kind: "number",
    unit: "percent-of-core",
    description: `The kernel's own locks, as that of the address space: ${mean}.`,
  },
  memory: {
    kind: "number",
    unit: "percent-of-core",
    description: `Memory that must be reclaimed or written first: ${mean}.`,
  },
  topReason: { kind: "string", optional: true, description: "What most of the waits in progress are for." },
  topShare: { kind: "number", unit: "percent", optional: true, description: "Its share of them." },
  reasons: {
    kind: "table",
    description: "Waits by reason.",
    columns: {
      reason: {
        kind: "string",
        description:
          "lock, condition, disk, network, connect, sleep, pipe, child, file-lock, kernel-lock, memory, poll, accept, terminal, signal, other.",
      },
      kind: { kind: "string", description: "idle: nothing to do; waiting: something is in progress." },
      threads: {
        kind: "number",
        unit: "percent-of-core",
        description: `Threads that wait so on average: 100 is one all the time.`,
      },
      count: { kind: "number", unit: "count", description: "Waits." },
      longest: { kind: "number", unit: "microseconds", description: "The longest of them." },
    },
  },
  ...childDeclarations,
  peers: {
    kind: "table",
    optional: true,
    description: "Peers of TCP connections that threads wait for in a system call, by samples only.",
    columns: {
      peer: { kind: "string", description: "Address and port, or address of who has connected itself." },
      direction: {
        kind: "string",
        description: "to: the target has connected; from: the peer has, to a port that is listened on.",
      },
      thread: { kind: "string", description: "Thread name." },
      threads: {
        kind: "number",
        unit: "percent-of-core",
        description: "Threads that wait for it on average: 100 is one all the time.",
      },
      longest: { kind: "number", unit: "microseconds", description: "The longest wait, as far as it was seen." },
    },
  },
  waits: {
    kind: "table",
    description: `The ${shownWaits} places at which threads wait longest in all.`,
    columns: {
      thread: { kind: "string", description: "Thread name (comm, at most 15 bytes)." },
      reason: { kind: "string", description: "As in the table of reasons." },
      site: { kind: "string", description: "Function of the program that waits." },
      path: { kind: "string", description: "It and its callers, as far as the stack tells." },
      kernel: { kind: "string", description: "Function of the kernel in which it waits." },
      call: { kind: "string", description: "System call, where the kernel's stack names it." },
      threads: {
        kind: "number",
        unit: "percent-of-core",
        description: "Threads that wait there on average: 100 is one all the time.",
      },
      count: { kind: "number", unit: "count", description: "Waits." },
      total: { kind: "number", unit: "microseconds", description: "Time, added up over threads." },
      mean: { kind: "number", unit: "microseconds", description: "A wait on average." },
      longest: { kind: "number", unit: "microseconds", description: "The longest." },
    },
  },
} as const satisfies Record<string, FactDeclaration>;

type OffCpuFacts = Partial<Record<keyof typeof offCpuDeclarations, ParsedFact>>;

interface Place {
  readonly wait: Wait;
  readonly reason: WaitReason;
  us: number;
  count: number;
  longestUs: number;
}

/** @param seconds How long was watched. */
export function offCpuFacts(waits: readonly Wait[], seconds: number): OffCpuFacts {
  const all = new StackCounter();
  const busy = new StackCounter();
  const places = new Map<string, Place>();
  for (const wait of waits) {
    const kernel = wait.kernel.map(functionName);
    const reason = waitReason(kernel, wait.user.map(functionName), wait.blocked, wait.futex);
    const frames = [...wait.user.toReversed(), ...wait.kernel.toReversed()];
    all.add(wait.thread, frames, Math.round(wait.us));
    if (!isIdleReason(reason)) busy.add(wait.thread, frames, Math.round(wait.us));
    const key = JSON.stringify([
      wait.thread,
      reason,
      waitPath(wait.user),
      systemCall(wait.kernel),
      functionName(wait.kernel[0] ?? ""),
    ]);
    const place = places.get(key) ?? { wait, reason, us: 0, count: 0, longestUs: 0 };
    place.us += wait.us;
    place.count += wait.count;
    place.longestUs = Math.max(place.longestUs, wait.longestUs);
    places.set(key, place);
  }
  const sorted = [...places.values()].toSorted((a, b) => b.us - a.us);
  const rate = (us: number) => (seconds > 0 ? us / 1e4 / seconds : 0);
  const sum = (is: (reason: WaitReason) => boolean) =>
    number(rate(sorted.reduce((total, { reason, us }) => total + (is(reason) ? us : 0), 0)), "percent-of-core");
  const of = (...reasons: readonly WaitReason[]) => sum((reason) => reasons.includes(reason));
  const byReason = reasonsOf(sorted);
  const inProgress = byReason.filter(({ reason }) => !isIdleReason(reason));
  const [top] = inProgress;
  const inProgressUs = inProgress.reduce((total, { us }) => total + us, 0);
  return {
    stacks: { kind: "profile", unit: "microseconds", folded: all.folded },
    busyStacks: { kind: "profile", unit: "microseconds", folded: busy.folded },
    waiting: sum((reason) => !isIdleReason(reason)),
    idle: sum(isIdleReason),
    watched: number(seconds, "seconds"),
    waitsPerSecond: number(
      seconds > 0 ? sorted.reduce((total, { count }) => total + count, 0) / seconds : 0,
      "per-second",
    ),
    lock: of("lock"),
    disk: of("disk"),
    network: of("network", "connect"),
    sleep: of("sleep"),
    pipe: of("pipe"),
    child: of("child"),
    fileLock: of("file-lock"),
    kernelLock: of("kernel-lock"),
    memory: of("memory"),
    ...(top === undefined || inProgressUs <= 0
      ? {}
      : { topReason: string(top.reason), topShare: percent((100 * top.us) / inProgressUs) }),
    ...peersOf(waits, rate),
    reasons: table(
      offCpuDeclarations.reasons,
      byReason.map(({ reason, us, count, longestUs }) => [
        ...[reason, isIdleReason(reason) ? "idle" : "waiting", rate(us), count, longestUs],
      ]),
    ),
    waits: table(
      offCpuDeclarations.waits,
      sorted.slice(0, shownWaits).map(({ wait, reason, us, count, longestUs }) => {
        const kernel = functionName(wait.kernel[0] ?? "");
        const call = systemCall(wait.kernel);
        return [
          ...[wait.thread, reason, waitSite(wait.user) || call || kernel, waitPath(wait.user), kernel, call],
          ...[rate(us), count, us, us / Math.max(count, 1), longestUs],
        ];
      }),
    ),
  };
}

/** The kernel names the entry of each system call: `__x64_sys_fsync`, `__arm64_sys_fsync`, `__se_sys_fsync`. */
function systemCall(kernel: readonly string[]): string {
  for (const frame of kernel) {
    const [, call] = /^__(?:x64|arm64|se|do|s390x|riscv)_sys_(\w{1,40})_\[k\]$/.exec(frame) ?? [];
    if (call !== undefined) return call;
  }
  return "";
}

function peersOf(waits: readonly Wait[], rate: (us: number) => number): OffCpuFacts {
  const found = new Map<string, { peer: string; thread: string; us: number; longestUs: number }>();
  for (const { peer, thread, us, longestUs } of waits) {
    if (peer === undefined) continue;
    const key = `${peer} ${thread}`;
    const one = found.get(key) ?? { peer, thread, us: 0, longestUs: 0 };
    found.set(key, { ...one, us: one.us + us, longestUs: Math.max(one.longestUs, longestUs) });
  }
  if (found.size === 0) return {};
  const rows = [...found.values()].toSorted((a, b) => b.us - a.us).slice(0, shownWaits);
  return {
    peers: table(
      offCpuDeclarations.peers,
      rows.map(({ peer, thread, us, longestUs }) => {
        const [direction = "", address = ""] = peer.split(" ");
        return [address, direction, thread, rate(us), longestUs];
      }),
    ),
  };
}

function reasonsOf(places: readonly Place[]): Omit<Place, "wait">[] {
  const found = new Map<WaitReason, Omit<Place, "wait">>();
  for (const { reason, us, count, longestUs } of places) {
    const one = found.get(reason) ?? { reason, us: 0, count: 0, longestUs: 0 };
    found.set(reason, {
      reason,
      us: one.us + us,
      count: one.count + count,
      longestUs: Math.max(one.longestUs, longestUs),
    });
  }
  return [...found.values()].toSorted((a, b) => b.us - a.us);
}
