import { groupDigits } from "../../documents/group-digits.ts";
import { number, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import type { Parsed, RawOutput } from "../tool.ts";
import { whoseColumn } from "../whose.ts";
import { mostConnections, type Retransmits, readRetransmits } from "./read-retransmits.ts";

const count = (description: string) => ({ kind: "number", unit: "count", description }) as const;
const ofTarget = (description: string) => ({ ...count(description), optional: true }) as const;

export const retransmitFactDeclarations = {
  again: ofTarget(
    "Segments with data or FIN that the target's network namespace sent again (tcp_retransmit_skb). Absent where the namespace is not told.",
  ),
  syns: ofTarget("SYNs that it sent again."),
  synAcks: ofTarget("SYN-ACKs that it sent again (tcp_retransmit_synack)."),
  againOnNode: count("Of all these together, what the whole node sent again."),
  peers: {
    kind: "table",
    columns: {
      whose: whoseColumn,
      peer: { kind: "string", description: "ADDRESS:PORT connected to, or ADDRESS to :PORT accepted from." },
      again: count("Segments with data or FIN that were sent again."),
      syns: count("SYNs and SYN-ACKs sent again."),
      connections: count("Connections that this happened to."),
    },
    description: "By peer, the target's first, then those with most.",
  },
} as const satisfies Record<string, FactDeclaration>;

type Facts = Partial<Record<keyof typeof retransmitFactDeclarations, ParsedFact>>;

const shownRows = 50;

export function parseRetransmits(output: RawOutput, { namespaces }: { readonly namespaces: boolean }): Parsed {
  const { seconds, connections } = readRetransmits(output.stdout);
  if (seconds === undefined)
    return { facts: {}, notes: [], problem: { code: "no-output", message: "the tracer did not come to its end" } };
  const sum = (is: (one: Retransmits) => boolean) =>
    number(
      connections.reduce((all, one) => (is(one) ? all + one.count : all), 0),
      "count",
    );
  const sentBy = (what: Retransmits["what"]) => sum((one) => one.whose === "target" && one.what === what);
  const facts: Facts = {
    ...(namespaces ? { again: sentBy("data"), syns: sentBy("syn"), synAcks: sentBy("syn-ack") } : {}),
    againOnNode: sum(() => true),
    peers: table(retransmitFactDeclarations.peers, peerRows(connections).slice(0, shownRows)),
  };
  return {
    facts,
    notes:
      connections.length < mostConnections
        ? []
        : [`Segments were sent again on more than ${groupDigits(mostConnections)} connections: more are not told.`],
  };
}

function peerRows(connections: readonly Retransmits[]): (string | number)[][] {
  const peers = new Map<string, { whose: string; peer: string; again: number; syns: number; connections: number }>();
  for (const { whose, peer, what, count } of connections) {
    const id = `${whose} ${peer}`;
    const known = peers.get(id) ?? { whose, peer, again: 0, syns: 0, connections: 0 };
    peers.set(id, known);
    known.connections += 1;
    known[what === "data" ? "again" : "syns"] += count;
  }
  const first = ({ whose }: { readonly whose: string }) => (whose === "target" ? 0 : 1);
  return [...peers.values()]
    .toSorted((a, b) => first(a) - first(b) || b.again + b.syns - (a.again + a.syns))
    .map((one) => [one.whose, one.peer, one.again, one.syns, one.connections]);
}
