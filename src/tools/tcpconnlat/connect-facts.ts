import { histogram, number, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { lostNote } from "../tcplife/life-facts.ts";
import { bucketsOf, readGroups } from "../tcplife/read-groups.ts";
import type { Parsed, RawOutput } from "../tool.ts";

const peerColumns = {
  peer: { kind: "string", description: "ADDRESS:PORT connected to." },
  process: { kind: "string", description: "Who connected; empty where that could not be told." },
  pid: { kind: "number", description: "As the host numbers it; 0 where that could not be told." },
  connects: { kind: "number", unit: "count", description: "Connections that were established." },
  failed: {
    kind: "number",
    unit: "count",
    description: "Attempts that ended without: refused, timed out, or given up by the program. Not from tcpconnlat(8).",
  },
  mean: { kind: "number", unit: "milliseconds", description: "Time of a connect that was established, mean." },
  longest: { kind: "number", unit: "milliseconds", description: "The longest." },
  synAgain: {
    kind: "number",
    unit: "count",
    description: "Attempts that took 0.9 s or longer: their SYN was sent again, for the first time after 1 s.",
  },
} as const;

export const connectFactDeclarations = {
  connects: { kind: "number", unit: "count", description: "Connections that the target established in the window." },
  failed: { kind: "number", unit: "count", description: "Attempts that ended without." },
  rate: { kind: "number", unit: "per-second", description: "Attempts a second." },
  latency: {
    kind: "histogram",
    unit: "microseconds",
    description: "Time from the SYN to the end of the handshake (SYN_SENT to ESTABLISHED).",
  },
  longest: {
    kind: "number",
    unit: "milliseconds",
    optional: true,
    description: "The longest. Absent where nothing was established.",
  },
  mean: {
    kind: "number",
    unit: "milliseconds",
    optional: true,
    description: "Mean. Absent where nothing was established.",
  },
  peers: { kind: "table", columns: peerColumns, description: "By peer and process, those with most attempts first." },
} as const satisfies Record<string, FactDeclaration>;

type Facts = Partial<Record<keyof typeof connectFactDeclarations, ParsedFact>>;
const mostRows = 50;

export function parseConnects(output: RawOutput): Parsed {
  const { groups, summary } = readGroups(output.stdout);
  if (summary === undefined)
    return { facts: {}, notes: [], problem: { code: "no-output", message: "the tracer did not come to its end" } };
  const connects = groups.reduce((sum, { count }) => sum + count, 0);
  const failed = groups.reduce((sum, one) => sum + one.failed, 0);
  const total = groups.reduce((sum, one) => sum + one.total, 0);
  const facts: Facts = {
    connects: number(connects, "count"),
    failed: number(failed, "count"),
    rate: number((connects + failed) / Math.max(0.001, summary.seconds), "per-second"),
    latency: histogram(bucketsOf(groups), "microseconds"),
    ...(connects === 0
      ? {}
      : {
          mean: number(total / connects / 1000, "milliseconds"),
          longest: number(groups.reduce((most, { longest }) => Math.max(most, longest), 0) / 1000, "milliseconds"),
        }),
    peers: table(
      connectFactDeclarations.peers,
      groups
        .slice(0, mostRows)
        .map((one) => [
          one.peer,
          one.process,
          one.pid,
          one.count,
          one.failed,
          one.total / Math.max(1, one.count) / 1000,
          one.longest / 1000,
          one.marked,
        ]),
    ),
  };
  return { facts, notes: lostNote(summary.lost) };
}
