import { number, percent, string, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { readSamples, windowOf } from "../samples.ts";
import type { Parsed, RawOutput, Sample } from "../tool.ts";
import { changeOf, type InterfaceCounters, readNetDev, readSoftnet } from "./net-dev.ts";

const count = (description: string) => ({ kind: "number", unit: "count", description }) as const;
const rate = (description: string) => ({ kind: "number", unit: "bytes-per-second", description }) as const;

export const interfaceFactDeclarations = {
  interfaces: {
    kind: "table",
    description:
      "Interfaces that carried, damaged or dropped a packet in the window, the busiest first (/proc/PID/net/dev).",
    columns: {
      name: { kind: "string", description: "Its name." },
      received: rate("Received."),
      sent: rate("Sent."),
      packets: { kind: "number", unit: "per-second", description: "Packets of both directions." },
      errors: count("Packets of the window that were damaged, both directions."),
      errorShare: { kind: "number", unit: "percent", description: "Of its packets." },
      drops: count(
        "Packets of the window that were dropped, both directions; of received ones those count as well for which there is no protocol.",
      ),
      dropShare: { kind: "number", unit: "percent", description: "Of its packets, and of those." },
      speed: rate("What it can carry in one direction; 0 where that is not known."),
      utilisation: {
        kind: "number",
        unit: "percent",
        description: "The fuller direction, of that; 0 where that is not known.",
      },
    },
  },
  busiest: { kind: "string", optional: true, description: "The hardware with the highest utilisation." },
  utilisation: {
    kind: "number",
    unit: "percent",
    optional: true,
    description: "Its utilisation. Absent where no speed is known, as of most virtual machines.",
  },
  softnetDrops: {
    ...count(
      "Packets dropped in the window because a CPU's backlog was full (/proc/net/softnet_stat), of the whole node.",
    ),
    optional: true,
  },
  softnetSqueezes: {
    ...count("Times that a CPU had to leave off with packets left to take in (netdev_budget), of the whole node."),
    optional: true,
  },
} as const satisfies Record<string, FactDeclaration>;

type Facts = Partial<Record<keyof typeof interfaceFactDeclarations, ParsedFact>>;

const mostInterfaces = 100;

export function parseInterfaces(output: RawOutput): Parsed {
  const samples = readSamples(output.stdout).filter(({ files }) => countersOf(files).size > 0);
  const [first, last, seconds] = [samples[0], samples.at(-1), windowOf(samples)];
  if (first === undefined || last === undefined || seconds <= 0) return { facts: {}, notes: [] };
  const before = countersOf(first.files);
  const rows = [...countersOf(last.files)]
    .flatMap(([name, after]) => {
      const start = before.get(name);
      const change = start === undefined ? undefined : changeOf(start, after);
      return change === undefined ? [] : [rowOf(name, change, seconds, speedOf(name, last.files))];
    })
    .filter(({ packets, errors, drops }) => packets + errors + drops > 0)
    .toSorted((a, b) => b.received + b.sent - a.received - a.sent);
  const [busiest] = rows.filter(({ speed }) => speed > 0).toSorted((a, b) => b.utilisation - a.utilisation);
  const facts: Facts = {
    interfaces: table(
      interfaceFactDeclarations.interfaces,
      rows
        .slice(0, mostInterfaces)
        .map((row) => [
          ...[row.name, row.received, row.sent, row.packets, row.errors, row.errorShare],
          ...[row.drops, row.dropShare, row.speed, row.utilisation],
        ]),
    ),
    ...(busiest === undefined ? {} : { busiest: string(busiest.name), utilisation: percent(busiest.utilisation) }),
    ...softnet(first, last),
  };
  return { facts, notes: [] };
}

function countersOf(files: Sample["files"]): ReadonlyMap<string, InterfaceCounters> {
  return readNetDev(Object.entries(files).find(([path]) => path.endsWith("/net/dev"))?.[1]);
}

/** Bytes a second in one direction. What a driver of software says (veth: 10 Gbit/s) is no speed of anything. */
function speedOf(name: string, files: Sample["files"]): number {
  const folder = Object.keys(files).find((path) => path.endsWith(`/class/net/${name}/device/uevent`));
  const megabits = folder === undefined ? 0 : Number(files[folder.replace(/device\/uevent$/, "speed")] ?? 0);
  return megabits > 0 ? (megabits * 1e6) / 8 : 0;
}

function rowOf(name: string, change: InterfaceCounters, seconds: number, speed: number) {
  const packets = change.receivedPackets + change.sentPackets;
  const errors = change.receiveErrors + change.sendErrors;
  const drops = change.receiveDrops + change.sendDrops;
  const [received, sent] = [change.receivedBytes / seconds, change.sentBytes / seconds];
  return {
    ...{ name, received, sent, errors, drops, speed },
    packets: packets / seconds,
    errorShare: (100 * errors) / Math.max(1, packets + errors),
    dropShare: (100 * drops) / Math.max(1, packets + drops),
    utilisation: speed > 0 ? Math.min(100, (100 * Math.max(received, sent)) / speed) : 0,
  };
}

function softnet(first: Sample, last: Sample): Facts {
  const [start, end] = [first, last].map(({ files }) => readSoftnet(files["/proc/net/softnet_stat"]));
  if (start === undefined || end === undefined) return {};
  // 32-bit counters, summed over CPUs: one that wrapped makes the difference negative.
  return {
    softnetDrops: number(Math.max(0, end.dropped - start.dropped), "count"),
    softnetSqueezes: number(Math.max(0, end.squeezed - start.squeezed), "count"),
  };
}
