import { boolean, number, percent, series, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact, TableDeclaration } from "../fact-declaration.ts";
import { type Fields, fieldsOf } from "../json-line.ts";
import { textLines } from "../text-lines.ts";
import type { Parsed, RawOutput } from "../tool.ts";
import { socketFactDeclarations } from "./socket-fact-declarations.ts";
import type { SocketReading, SocketSummary } from "./socket-watch.ts";

type Facts = Partial<Record<keyof typeof socketFactDeclarations, ParsedFact>>;

/** NDJSON of `diag helper sockets`: a `SocketReading` a line, and last a `SocketSummary`. */
export function parseSockets(output: RawOutput): Parsed {
  const readings: Fields[] = [];
  let summary: Fields | undefined;
  for (const line of textLines(output.stdout)) {
    const value = fieldsOf(line);
    if (value?.["kind"] === ("reading" satisfies SocketReading["kind"])) readings.push(value);
    if (value?.["kind"] === ("summary" satisfies SocketSummary["kind"])) summary = value;
  }
  if (readings.length === 0)
    return { facts: {}, notes: [], problem: { code: "no-output", message: "no sockets were read" } };
  const over = (read: (reading: Fields) => number | undefined) =>
    series(
      readings.flatMap((reading): [number, number][] => {
        const [at, value] = [numberAt(reading, "at"), read(reading)];
        return at === undefined || value === undefined ? [] : [[at, value]];
      }),
      "count",
    );
  const inStates = (...states: readonly string[]) =>
    over(({ states: counts }) =>
      states.reduce((sum, state) => sum + (isFields(counts) ? (numberAt(counts, state) ?? 0) : 0), 0),
    );
  const optional = (name: "udp" | "unix"): Facts =>
    readings.some((reading) => numberAt(reading, name) !== undefined)
      ? { [name]: over((reading) => numberAt(reading, name)) }
      : {};
  const facts: Facts = {
    established: inStates("ESTAB"),
    closeWait: inStates("CLOSE-WAIT"),
    timeWait: inStates("TIME-WAIT"),
    synSent: inStates("SYN-SENT"),
    synReceived: inStates("SYN-RECV"),
    finWait: inStates("FIN-WAIT-1", "FIN-WAIT-2"),
    lastAck: inStates("LAST-ACK", "CLOSING"),
    held: over((reading) => numberAt(reading, "held")),
    heldEstablished: over((reading) => numberAt(reading, "heldEstablished")),
    heldCloseWait: over((reading) => numberAt(reading, "heldCloseWait")),
    readings: number(readings.length, "count"),
    ...optional("udp"),
    ...optional("unix"),
    ...(summary === undefined ? {} : summaryFacts(summary)),
  };
  return {
    facts,
    notes: summary === undefined ? ["It was ended before it could add up: peers are not known."] : notesOf(summary),
  };
}

function summaryFacts(summary: Fields): Facts {
  const ports = isFields(summary["ports"]) ? summary["ports"] : {};
  const [low, high, count] = [numberAt(ports, "low"), numberAt(ports, "high"), numberAt(ports, "count")];
  const [reuse, backlog] = [numberAt(summary, "timeWaitReuse"), numberAt(summary, "maximumBacklog")];
  const destinations = rows(socketFactDeclarations.destinations, summary["destinations"]);
  const used = Math.max(0, ...destinations.map((row) => Number(row[1])));
  return {
    listeners: table(socketFactDeclarations.listeners, rows(socketFactDeclarations.listeners, summary["listeners"])),
    ...(Array.isArray(summary["peers"])
      ? { peers: table(socketFactDeclarations.peers, rows(socketFactDeclarations.peers, summary["peers"])) }
      : {}),
    unread: number(numberAt(summary, "unread") ?? 0, "bytes"),
    closeWaits: table(
      socketFactDeclarations.closeWaits,
      rows(socketFactDeclarations.closeWaits, summary["closeWaits"]),
    ),
    destinations: table(socketFactDeclarations.destinations, destinations),
    ...(low === undefined || high === undefined || count === undefined
      ? {}
      : {
          portsLow: number(low, "none"),
          portsHigh: number(high, "none"),
          ports: number(count, "count"),
          portShare: percent((100 * used) / Math.max(1, count)),
        }),
    ...(reuse === undefined ? {} : { timeWaitReuse: number(reuse, "none") }),
    ...(backlog === undefined ? {} : { maximumBacklog: number(backlog, "count") }),
    ownNamespace: boolean(summary["ownNamespace"] === true),
    alone: boolean(summary["alone"] === true),
  };
}

function notesOf(summary: Fields): string[] {
  const unfollowed = numberAt(summary, "unfollowed") ?? 0;
  return [
    ...(unfollowed > 0
      ? [`${unfollowed} sockets were more than can be followed: they are counted by state only.`]
      : []),
    ...(summary["alone"] === true
      ? []
      : ["Processes that are not the target's are in its network namespace: counts by state are of all of them."]),
  ];
}

/** Those that are as the columns are declared; others come from no helper of diag's. */
function rows(declaration: FactDeclaration & TableDeclaration, value: unknown): (number | string | boolean)[][] {
  const kinds = Object.values(declaration.columns).map(({ kind }) => kind);
  if (!Array.isArray(value)) return [];
  return value.filter(
    (row): row is (number | string | boolean)[] =>
      Array.isArray(row) && row.length === kinds.length && row.every((cell, at) => typeof cell === kinds[at]),
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function numberAt(fields: Fields, name: string): number | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
