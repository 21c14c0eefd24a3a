import { boolean, number, percent, series, string, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { textLines } from "../text-lines.ts";
import type { Parsed, RawOutput } from "../tool.ts";
import type { ConntrackHolders, ConntrackReading, TableReading } from "./conntrack-table.ts";

const count = (description: string) => ({ kind: "number", unit: "count", optional: true, description }) as const;
const share = (description: string) => ({ kind: "number", unit: "percent", optional: true, description }) as const;
const entries = (whose: string) =>
  ({
    kind: "series",
    unit: "count",
    optional: true,
    description: `Tracked connections ${whose} (nf_conntrack_count).`,
  }) as const;

export const conntrackFactDeclarations = {
  tracked: { kind: "boolean", description: "The kernel tracks connections: nf_conntrack is there." },
  sharesNode: { kind: "boolean", description: "The target uses the node's network: there is one table." },
  limit: count("How many connections a network namespace may have tracked (nf_conntrack_max)."),
  fullest: share("The fuller of both tables, at its fullest, of the limit."),
  fullestOf: { kind: "string", optional: true, description: "Whose that is: `target` or `node`." },
  fullestEntries: count("Its entries."),
  entries: entries("of the target's network namespace"),
  share: share("Of the limit, at its fullest."),
  nodeEntries: entries("of the node's"),
  nodeShare: share("Of the limit, at its fullest."),
  dropped: count("Packets dropped because a table was full, in both (conntrack -S: drop)."),
  earlyDropped: count("Connections thrown out before their time to make room, in both (early_drop)."),
  insertFailed: count(
    "Connections that could not be entered, in both: most by a race of two packets, or for want of a free port of NAT (insert_failed).",
  ),
  clashesResolved: count("Races of two packets that the kernel could resolve, in both (clash_resolve)."),
  invalid: count("Packets that belong to no connection, in both (invalid)."),
  holders: {
    kind: "table",
    columns: {
      of: { kind: "string", description: "Whose table: `target` or `node`." },
      protocol: { kind: "string", description: "tcp, udp, icmp…" },
      state: { kind: "string", description: "Of TCP; empty of others." },
      destination: { kind: "string", description: "ADDRESS:PORT." },
      entries: { kind: "number", unit: "count", description: "Tracked connections." },
      share: { kind: "number", unit: "percent", description: "Of the entries of its table." },
      unanswered: { kind: "number", unit: "count", description: "Of those, without any answer." },
    },
    description: "Who fills the tables, those with most entries first (conntrack -L, at the end of the window).",
  },
} as const satisfies Record<string, FactDeclaration>;

type Facts = Partial<Record<keyof typeof conntrackFactDeclarations, ParsedFact>>;

/** `diag helper conntrack`. */
export function parseConntrack(output: RawOutput): Parsed {
  const readings: ConntrackReading[] = [];
  const holders: ConntrackHolders[] = [];
  try {
    for (const line of textLines(output.stdout, 1_000_000)) {
      const value = JSON.parse(line) as ConntrackReading | ConntrackHolders;
      if (value.kind === "reading") readings.push(value);
      else if (value.kind === "holders") holders.push(value);
    }
    return { facts: factsOf(readings, holders), notes: notesOf(readings, holders) };
  } catch {
    return { facts: {}, notes: [], problem: { code: "no-output", message: "the output is not diag's own" } };
  }
}

function factsOf(readings: readonly ConntrackReading[], holders: readonly ConntrackHolders[]): Facts {
  const tableOf = (of: "target" | "node") =>
    tableFacts(readings.flatMap(({ at, [of]: one }) => (one ? [[at, one] as const] : [])));
  const [target, node] = [tableOf("target"), tableOf("node")];
  const tables = [target, node].filter((one) => one !== undefined);
  if (readings.length === 0) throw new Error("no reading");
  if (tables.length === 0)
    return {
      tracked: boolean(false),
      sharesNode: boolean(false),
      holders: table(conntrackFactDeclarations.holders, []),
    };
  const both = (counter: string) =>
    number(
      tables.reduce((sum, { changed }) => sum + (changed[counter] ?? 0), 0),
      "count",
    );
  const fullest = (target?.share ?? -1) >= (node?.share ?? -1) ? target : node;
  return {
    tracked: boolean(true),
    sharesNode: boolean(readings.some(({ sharesNode }) => sharesNode)),
    ...(fullest === undefined
      ? {}
      : {
          limit: number(fullest.limit, "count"),
          fullest: percent(fullest.share),
          fullestOf: string(fullest === target ? "target" : "node"),
          fullestEntries: number(fullest.most, "count"),
        }),
    ...(target === undefined ? {} : { entries: series(target.points, "count"), share: percent(target.share) }),
    ...(node === undefined ? {} : { nodeEntries: series(node.points, "count"), nodeShare: percent(node.share) }),
    dropped: both("drop"),
    earlyDropped: both("early_drop"),
    insertFailed: both("insert_failed"),
    clashesResolved: both("clash_resolve"),
    invalid: both("invalid"),
    holders: table(
      conntrackFactDeclarations.holders,
      holders.flatMap(({ of, counted, holders: rows }) =>
        rows.map((one) => [
          ...[of, one.protocol, one.state, one.destination, one.entries],
          ...[(100 * one.entries) / Math.max(1, counted), one.unanswered],
        ]),
      ),
    ),
  };
}

interface TableFacts {
  readonly points: readonly (readonly [number, number])[];
  readonly limit: number;
  readonly most: number;
  readonly share: number;
  /** What the counters changed by in the window. */
  readonly changed: Readonly<Record<string, number>>;
}

function tableFacts(readings: readonly (readonly [number, TableReading])[]): TableFacts | undefined {
  const [first, last] = [readings[0]?.[1], readings.at(-1)?.[1]];
  if (first === undefined || last === undefined) return undefined;
  const most = readings.reduce((max, [, { entries: one }]) => Math.max(max, one), 0);
  return {
    points: readings.map(([at, { entries: one }]) => [at, one]),
    limit: last.limit,
    most,
    share: (100 * most) / Math.max(1, last.limit),
    changed: Object.fromEntries(
      Object.entries(last.counters).map(([name, value]) => [name, Math.max(0, value - (first.counters[name] ?? 0))]),
    ),
  };
}

function notesOf(readings: readonly ConntrackReading[], holders: readonly ConntrackHolders[]): string[] {
  const isUnseen = readings.some(({ target, node, sharesNode }) => target && !node && !sharesNode);
  return [
    ...(isUnseen ? ["The node's own table could not be read: its network namespace may not be entered."] : []),
    ...holders.flatMap(({ of, counted }) =>
      counted >= mostListed ? [`Of the ${of}'s table ${counted} entries were listed, not all.`] : [],
    ),
  ];
}

/** Entries that are listed of a table: the rest would only cost time. */
export const mostListed = 100_000;
