/** The table of tracked connections of one network namespace at one moment. */
export interface TableReading {
  readonly entries: number;
  /** nf_conntrack_max: one for the machine, held against each namespace's count. */
  readonly limit: number;
  /** Sums over CPUs of what `conntrack -S` counts: insert_failed, drop, early_drop… */
  readonly counters: Readonly<Record<string, number>>;
}

/** A line of the raw output. `node` is absent where the target is in the node's own namespace, or where that may not be entered. */
export interface ConntrackReading {
  readonly kind: "reading";
  readonly at: number;
  readonly sharesNode: boolean;
  readonly target?: TableReading;
  readonly node?: TableReading;
}

/** Who fills a table. */
export interface ConntrackHolders {
  readonly kind: "holders";
  readonly of: "target" | "node";
  readonly counted: number;
  readonly holders: readonly Holder[];
}

export interface Holder {
  readonly protocol: string;
  /** Of TCP: ESTABLISHED, TIME_WAIT…; empty of others. */
  readonly state: string;
  /** ADDRESS:PORT to which the connections go. */
  readonly destination: string;
  entries: number;
  /** Of those, without any answer. */
  unanswered: number;
}

/** `conntrack -S`: a line for each CPU, `cpu=0 found=0 insert_failed=3 …`. */
export function readCounters(text: string): Record<string, number> {
  const counters: Record<string, number> = {};
  for (const [, name = "", value] of text.slice(0, 1_000_000).matchAll(/\b([a-z_]{2,30})=(\d{1,15})\b/g))
    if (name !== "cpu") counters[name] = (counters[name] ?? 0) + Number(value);
  return counters;
}

const mostHolders = 5_000;

/** Adds up what `conntrack -L` prints. */
export class HolderTally {
  readonly #holders = new Map<string, Holder>();
  counted = 0;

  /** `tcp 6 76 TIME_WAIT src=… dst=… sport=… dport=… [UNREPLIED] src=…`; anything else is left out. */
  add(line: string): void {
    const [, protocol = "", state = "", destination = "", port] =
      /^(\w{1,12})\s+\d{1,3}\s+(?:\d{1,12}\s+)?(?:([A-Z_]{1,20})\s+)?src=\S{1,45} dst=(\S{1,45})(?: sport=\d{1,5} dport=(\d{1,5}))?/.exec(
        line.slice(0, 500),
      ) ?? [];
    if (protocol === "") return;
    this.counted += 1;
    const to = port === undefined ? destination : endpoint(destination, port);
    const key = `${protocol} ${state} ${to}`;
    const found = this.#holders.get(key) ?? { protocol, state, destination: to, entries: 0, unanswered: 0 };
    if (this.#holders.size < mostHolders) this.#holders.set(key, found);
    found.entries += 1;
    if (line.includes("[UNREPLIED]")) found.unanswered += 1;
  }

  get largest(): Holder[] {
    return [...this.#holders.values()].toSorted((a, b) => b.entries - a.entries).slice(0, 20);
  }
}

function endpoint(address: string, port: string): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
