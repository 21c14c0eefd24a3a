import { histogram, number, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import type { Parsed, RawOutput } from "../tool.ts";
import { bucketsOf, readGroups } from "./read-groups.ts";

const peerColumns = {
  peer: { kind: "string", description: "ADDRESS:PORT connected to, or ADDRESS to :PORT accepted from." },
  outgoing: { kind: "boolean", description: "Connected from here; false for accepted ones." },
  process: { kind: "string", description: "Who held them; empty where they ended in no process." },
  pid: { kind: "number", description: "As the host numbers it; 0 where they ended in no process." },
  ended: { kind: "number", unit: "count", description: "Connections that ended in the window." },
  rate: { kind: "number", unit: "per-second", description: "Of those, a second." },
  short: { kind: "number", unit: "percent", description: "Of those, lived for less than a second." },
  life: { kind: "number", unit: "milliseconds", description: "How long they lived, mean." },
  sent: {
    kind: "number",
    unit: "bytes",
    description: "Sent a connection, mean, in whole KiB; 0 where the tracer does not tell.",
  },
  received: {
    kind: "number",
    unit: "bytes",
    description: "Received a connection, mean, in whole KiB; 0 where the tracer does not tell.",
  },
} as const;

export const lifeFactDeclarations = {
  ended: {
    kind: "number",
    unit: "count",
    description: "Connections that began and ended in the window (inet_sock_set_state).",
  },
  rate: { kind: "number", unit: "per-second", description: "Of those, a second." },
  shortRate: {
    kind: "number",
    unit: "per-second",
    description: "Of those, that were opened from here and lived for less than a second.",
  },
  life: { kind: "histogram", unit: "milliseconds", description: "How long they lived, from SYN to close." },
  peers: {
    kind: "table",
    columns: peerColumns,
    description: "By peer and process, those with most connections first.",
  },
} as const satisfies Record<string, FactDeclaration>;

type Facts = Partial<Record<keyof typeof lifeFactDeclarations, ParsedFact>>;
const mostRows = 50;

export function parseLives(output: RawOutput): Parsed {
  const { groups, summary } = readGroups(output.stdout);
  if (summary === undefined)
    return { facts: {}, notes: [], problem: { code: "no-output", message: "the tracer did not come to its end" } };
  const seconds = Math.max(0.001, summary.seconds);
  const ended = groups.reduce((sum, { count }) => sum + count, 0);
  const short = groups.reduce((sum, { outgoing, marked }) => sum + (outgoing ? marked : 0), 0);
  const facts: Facts = {
    ended: number(ended, "count"),
    rate: number(ended / seconds, "per-second"),
    shortRate: number(short / seconds, "per-second"),
    life: histogram(bucketsOf(groups), "milliseconds"),
    peers: table(
      lifeFactDeclarations.peers,
      groups.slice(0, mostRows).map((one) => {
        const count = Math.max(1, one.count);
        return [
          ...[one.peer, one.outgoing, one.process, one.pid, one.count, one.count / seconds, (100 * one.marked) / count],
          ...[one.total / count, (1024 * one.sentKiB) / count, (1024 * one.receivedKiB) / count],
        ];
      }),
    ),
  };
  return { facts, notes: lostNote(summary.lost) };
}

export function lostNote(lost: number): string[] {
  return lost > 0 ? [`${lost} events were lost: there were more connections than are counted.`] : [];
}
