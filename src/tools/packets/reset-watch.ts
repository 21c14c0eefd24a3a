import type { Connection } from "./connection.ts";

/**
 * After what a connection was reset: it was `refused`; nothing was ever said on it (`unused`), as load balancers ask whether a port is open;
 * one side had closed it (`closing`); it was `idle`; the reset answers what was said `after silence`, as where one side had given the connection up; or it
 * was `in use`.
 */
type ResetWhen = "refused" | "unused" | "closing" | "idle" | "after silence" | "in use";

export interface ResetTally {
  readonly peer: string;
  readonly outgoing: boolean;
  /** Of the server. */
  readonly port: number;
  /** This side sent it. */
  readonly isOurs: boolean;
  readonly when: ResetWhen;
  count: number;
  /** The longest silence before, in seconds. */
  silence: number;
}

/** No server that is in use gives an idle connection up sooner: Node.js and Apache do after 5 s, nginx after 75. */
const silent = 4;
/** A server answers data on a connection that it has given up at once; what comes later is its program's doing. */
const atOnce = 0.5;
const mostTallies = 2_000;

/** Adds up resets, the first of each connection. */
export class ResetWatch {
  readonly #tallies = new Map<string, ResetTally>();

  add(connection: Connection, port: number, isOurs: boolean, at: number): void {
    const { peer, outgoing } = connection.peer;
    const { when, silence } = circumstance(connection, isOurs, at);
    const key = `${isOurs} ${when} ${outgoing} ${port} ${peer}`;
    const found = this.#tallies.get(key);
    const tally = found ?? { peer, outgoing, port, isOurs, when, count: 0, silence: 0 };
    tally.count += 1;
    tally.silence = Math.max(tally.silence, silence);
    if (found === undefined && this.#tallies.size < mostTallies) this.#tallies.set(key, tally);
  }

  summary(): ResetTally[] {
    return [...this.#tallies.values()].toSorted((a, b) => b.count - a.count).slice(0, 100);
  }
}

function circumstance(
  { opening, last, since, isClosing }: Connection,
  isOurs: boolean,
  at: number,
): { readonly when: ResetWhen; readonly silence: number } {
  const silence = Math.max(0, at - (last?.at ?? since));
  if (isClosing) return { when: "closing", silence };
  if (opening !== undefined && !opening.isAnswered && opening.isOurs !== isOurs) return { when: "refused", silence };
  if (last === undefined) return { when: silence >= silent ? "idle" : "unused", silence };
  if (last.isOurs !== isOurs && silence < atOnce && last.quiet >= silent)
    return { when: "after silence", silence: last.quiet };
  // Whoever was asked and has not answered was at work, however long.
  return { when: last.isOurs === isOurs && silence >= silent ? "idle" : "in use", silence };
}
