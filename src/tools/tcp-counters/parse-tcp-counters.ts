import { boolean, number, percent, series } from "../fact.ts";
import type { ParsedFact } from "../fact-declaration.ts";
import { readSamples, windowOf } from "../samples.ts";
import type { Parsed, RawOutput, Sample } from "../tool.ts";
import { type NetCounters, netCounters } from "./net-counters.ts";
import { counted, type tcpCounterFactDeclarations } from "./tcp-counter-facts.ts";

type Facts = Partial<Record<keyof typeof tcpCounterFactDeclarations, ParsedFact>>;

/** tcp_mem and sockstat count pages; diag runs on kernels with pages of 4 KiB. */
const pageBytes = 4096;

export function parseTcpCounters(output: RawOutput): Parsed {
  const readings = readSamples(output.stdout)
    .map((sample) => ({ sample, counters: netCounters(sample) }))
    .filter(({ counters }) => counters.has("Tcp.OutSegs"));
  const [first, last] = [readings[0], readings.at(-1)];
  if (first === undefined || last === undefined)
    return {
      facts: {},
      notes: [],
      problem: { code: "no-output", message: "the counters of the target's network namespace could not be read" },
    };
  const seconds = windowOf(readings.map(({ sample }) => sample));
  const change = (name: string) => changeOf(name, first.counters, last.counters);
  const counts = Object.entries(counted).flatMap(([name, [group, counter]]): [string, ParsedFact][] => {
    const value = change(`${group}.${counter}`);
    return value === undefined ? [] : [[name, number(value, "count")]];
  });
  const rate = (name: "connectRate" | "acceptRate", counter: string): Facts => {
    const value = change(counter);
    return value === undefined || seconds <= 0 ? {} : { [name]: number(value / seconds, "per-second") };
  };
  const [again = 0, sent = 0] = [change("Tcp.RetransSegs"), change("Tcp.OutSegs")];
  const own = isOwn(last.sample);
  const facts: Facts = {
    ...Object.fromEntries(counts),
    ...rate("connectRate", "Tcp.ActiveOpens"),
    ...rate("acceptRate", "Tcp.PassiveOpens"),
    ...(sent + again > 0 ? { retransmitShare: percent((100 * again) / (sent + again)) } : {}),
    retransmitRate: series(
      readings.slice(1).flatMap(({ sample, counters }, at): [number, number][] => {
        const before = readings[at];
        if (before === undefined || sample.at <= before.sample.at) return [];
        const value = changeOf("Tcp.RetransSegs", before.counters, counters);
        return value === undefined ? [] : [[sample.at, value / (sample.at - before.sample.at)]];
      }),
      "per-second",
    ),
    ...given("listenOverflowsBefore", first.counters.get("TcpExt.ListenOverflows"), "count"),
    ...given("established", last.counters.get("Tcp.CurrEstab"), "count"),
    ...given("orphans", last.counters.get("TCP.orphan"), "count"),
    ...given("allocated", last.counters.get("TCP.alloc"), "count"),
    ...memoryFacts(readings),
    ...(own === undefined ? {} : { ownNamespace: boolean(own) }),
  };
  return {
    facts,
    notes: own === false ? ["The target uses the node's network: the counters are of every process that does."] : [],
  };
}

/** A counter that wrapped, or of a namespace that was made anew, has no difference. */
function changeOf(name: string, first: NetCounters, last: NetCounters): number | undefined {
  const [before, after] = [first.get(name), last.get(name)];
  return before === undefined || after === undefined || after < before ? undefined : after - before;
}

function memoryFacts(readings: readonly { readonly sample: Sample; readonly counters: NetCounters }[]): Facts {
  const pages = readings.flatMap(({ counters }) => counters.get("TCP.mem") ?? []);
  if (pages.length === 0) return {};
  const most = pages.reduce((a, b) => Math.max(a, b), 0);
  const [, pressure, limit] =
    /^\d+\s+(\d{1,15})\s+(\d{1,15})\s*$/.exec(readings.at(-1)?.sample.files["/proc/sys/net/ipv4/tcp_mem"] ?? "") ?? [];
  return {
    memory: number((pages.at(-1) ?? 0) * pageBytes, "bytes"),
    ...(pressure === undefined || limit === undefined
      ? {}
      : {
          memoryPressureAt: number(Number(pressure) * pageBytes, "bytes"),
          memoryLimit: number(Number(limit) * pageBytes, "bytes"),
          memoryShare: percent((100 * most) / Math.max(1, Number(limit))),
        }),
  };
}

/** Whether the target's network namespace is not the node's; undefined where the node's may not be looked at. */
function isOwn({ files }: Sample): boolean | undefined {
  const { "/proc/1/ns/net": first, "/proc/2/ns/net": second, "/proc/2/comm": name, ...rest } = files;
  const node = first ?? (name?.trim() === "kthreadd" ? second : undefined);
  if (node === undefined) return undefined;
  return Object.entries(rest).some(([path, link]) => path.endsWith("/ns/net") && link !== node);
}

function given(
  name: "listenOverflowsBefore" | "established" | "orphans" | "allocated",
  value: number | undefined,
  unit: "count",
): Facts {
  return value === undefined ? {} : { [name]: number(value, unit) };
}
