import type { TracedConnect, TracedLife } from "./traced-connection.ts";

/** Who is the target's: by process, else by an address that only its network namespace has. */
export interface Belongs {
  isProcess(pid: number): boolean;
  readonly addresses: ReadonlySet<string>;
  /** Ephemeral or not: what tells who connected. */
  readonly listening: ReadonlySet<number>;
}

/** Connections of one peer and process, added up; a line of the raw output. Bucket n holds values from 2^n to below 2^(n+1). */
export interface ConnectionGroup {
  readonly kind: "group";
  readonly peer: string;
  readonly outgoing: boolean;
  readonly process: string;
  readonly pid: number;
  count: number;
  failed: number;
  /** Milliseconds lived; microseconds of a connect. */
  total: number;
  longest: number;
  /** Under a second lived; from 0.9 s on for a connect: a SYN that was sent again. */
  marked: number;
  sentKiB: number;
  receivedKiB: number;
  readonly buckets: Record<string, number>;
}

const mostGroups = 2_000;
/** The first SYN is sent again after TCP_TIMEOUT_INIT, 1 s (include/net/tcp.h, RFC 6298); timers of some kernels are coarser. */
const synAgainUs = 900_000;
const shortLifeMs = 1_000;

export class ConnectionGroups {
  readonly #groups = new Map<string, ConnectionGroup>();
  readonly #belongs: Belongs;
  others = 0;

  constructor(belongs: Belongs) {
    this.#belongs = belongs;
  }

  addLife({ pid, process, local, localPort, remote, remotePort, ms, sentKiB = 0, receivedKiB = 0 }: TracedLife): void {
    if (!this.#isOurs(pid, local)) return;
    const outgoing = !this.#belongs.listening.has(localPort);
    const group = this.#group(
      pid,
      process,
      outgoing ? endpoint(remote, remotePort) : `${remote} to :${localPort}`,
      outgoing,
    );
    add(group, ms);
    if (ms < shortLifeMs) group.marked += 1;
    group.sentKiB += sentKiB;
    group.receivedKiB += receivedKiB;
  }

  addConnect({ pid, process, local, remote, remotePort, us, failed }: TracedConnect): void {
    if (!this.#isOurs(pid, local)) return;
    const group = this.#group(pid, process, endpoint(remote, remotePort), true);
    if (failed) group.failed += 1;
    else add(group, us);
    if (us >= synAgainUs) group.marked += 1;
  }

  get all(): ConnectionGroup[] {
    return [...this.#groups.values()].toSorted((a, b) => b.count + b.failed - (a.count + a.failed));
  }

  #isOurs(pid: number, local: string): boolean {
    const isOurs = this.#belongs.isProcess(pid) || this.#belongs.addresses.has(local);
    if (!isOurs) this.others += 1;
    return isOurs;
  }

  #group(pid: number, process: string, peer: string, outgoing: boolean): ConnectionGroup {
    // What ends in a softirq is seen in whatever process runs then: it is nobody's.
    const known = this.#belongs.isProcess(pid);
    // By name: a program that starts a process for each connection is one.
    const key = `${peer} ${known ? process : ""}`;
    const found = this.#groups.get(key);
    if (found !== undefined) return found;
    const made: ConnectionGroup = {
      kind: "group",
      peer,
      outgoing,
      process: known ? process : "",
      pid: known ? pid : 0,
      count: 0,
      failed: 0,
      total: 0,
      longest: 0,
      marked: 0,
      sentKiB: 0,
      receivedKiB: 0,
      buckets: {},
    };
    if (this.#groups.size < mostGroups) this.#groups.set(key, made);
    return made;
  }
}

function add(group: ConnectionGroup, value: number): void {
  group.count += 1;
  group.total += value;
  group.longest = Math.max(group.longest, value);
  const bucket = value < 1 ? 0 : Math.floor(Math.log2(value));
  group.buckets[bucket] = (group.buckets[bucket] ?? 0) + 1;
}

function endpoint(address: string, port: number): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
