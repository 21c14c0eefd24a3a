/** One line of /proc/net/dev (net/core/net-procfs.c): what an interface has counted since it was made. */
export interface InterfaceCounters {
  readonly receivedBytes: number;
  readonly receivedPackets: number;
  readonly receiveErrors: number;
  readonly receiveDrops: number;
  readonly sentBytes: number;
  readonly sentPackets: number;
  readonly sendErrors: number;
  readonly sendDrops: number;
}

export function readNetDev(text: string | undefined): ReadonlyMap<string, InterfaceCounters> {
  const found = new Map<string, InterfaceCounters>();
  for (const [, name = "", rest = ""] of (text ?? "")
    .slice(0, 1_000_000)
    .matchAll(/^ *(\S{1,40}): *([\d ]{31,400})$/gm)) {
    const fields = rest.trim().split(/ +/).map(Number);
    const field = (index: number) => fields[index] ?? 0;
    found.set(name, {
      receivedBytes: field(0),
      receivedPackets: field(1),
      receiveErrors: field(2),
      receiveDrops: field(3),
      sentBytes: field(8),
      sentPackets: field(9),
      sendErrors: field(10),
      sendDrops: field(11),
    });
  }
  return found;
}

/** Of an interface that was made anew meanwhile nothing is known. */
export function changeOf(first: InterfaceCounters, last: InterfaceCounters): InterfaceCounters | undefined {
  const names = Object.keys(last) as (keyof InterfaceCounters)[];
  if (names.some((name) => last[name] < first[name])) return undefined;
  return Object.fromEntries(names.map((name) => [name, last[name] - first[name]])) as unknown as InterfaceCounters;
}

/** What the CPUs did with packets that came in (/proc/net/softnet_stat, hexadecimal, a line for each CPU), summed up. */
export interface SoftnetCounters {
  readonly processed: number;
  /** The CPU's backlog was full (net.core.netdev_max_backlog). */
  readonly dropped: number;
  /** There was more to do than net.core.netdev_budget allows in one go. */
  readonly squeezed: number;
}

export function readSoftnet(text: string | undefined): SoftnetCounters | undefined {
  const rows = [...(text ?? "").slice(0, 1_000_000).matchAll(/^([0-9a-f]{8}) ([0-9a-f]{8}) ([0-9a-f]{8})\b/gm)];
  if (rows.length === 0) return undefined;
  const sum = (column: number) => rows.reduce((total, row) => total + Number.parseInt(row[column] ?? "0", 16), 0);
  return { processed: sum(1), dropped: sum(2), squeezed: sum(3) };
}
