import type { DnsMessage } from "./dns-message.ts";

/** What was asked of one name and type, or of one server. */
export interface DnsTally {
  queries: number;
  /** Of those, asked again before an answer came. */
  again: number;
  answered: number;
  /** Answered without an address or other record: NOERROR with nothing in it. */
  empty: number;
  nxdomain: number;
  /** SERVFAIL, REFUSED and the like. */
  failed: number;
  unanswered: number;
  /** Of those answered, in milliseconds. */
  total: number;
  longest: number;
}

export interface DnsName extends DnsTally {
  readonly name: string;
  readonly type: string;
}

export interface DnsServer extends DnsTally {
  readonly server: string;
}

/** A suffix that was put to names which others were asked without, or that is a search domain, and failed. */
export interface DnsSuffix {
  readonly suffix: string;
  readonly tries: number;
}

export interface DnsSummary {
  readonly all: DnsTally;
  readonly truncated: number;
  /** Milliseconds: bucket n holds from 2^n µs to below 2^(n+1). */
  readonly buckets: Readonly<Record<string, number>>;
  readonly names: readonly DnsName[];
  /** How many names of those above were asked for, of all. */
  readonly distinct: number;
  readonly servers: readonly DnsServer[];
  readonly suffixes: readonly DnsSuffix[];
  readonly searchTries: number;
}

interface Question {
  readonly at: number;
  readonly name: DnsTally;
  readonly server: DnsTally;
}

const mostOpen = 20_000;
const mostNames = 5_000;
const mostServers = 500;
/** The least that a stub resolver waits before it asks again; what is younger at the end of the window is open, not unanswered. */
const patience = 1;

/** Adds up questions and answers of one client or many. */
export class DnsWatch {
  readonly #open = new Map<string, Question>();
  readonly #names = new Map<string, DnsName>();
  readonly #servers = new Map<string, DnsServer>();
  readonly #buckets: Record<string, number> = {};
  readonly #search: readonly string[];
  #truncated = 0;
  #last = 0;

  /** @param search The target's search domains. */
  constructor(search: readonly string[] = []) {
    this.#search = search.map((one) => one.toLowerCase().replace(/\.$/, "")).filter((one) => one !== "");
  }

  /** @param at Seconds. @param client Its address. @param server ADDRESS:PORT. */
  add(message: DnsMessage, at: number, client: string, server: string): void {
    this.#last = Math.max(this.#last, at);
    // Without the port: a question that is asked again may come from another.
    const key = `${client} ${server} ${message.id} ${message.type} ${message.name}`;
    const open = this.#open.get(key);
    if (!message.isResponse) this.#ask(message, key, at, server, open);
    else if (open !== undefined) this.#answer(message, key, at, open);
  }

  summary(): DnsSummary {
    for (const { at, name, server } of this.#open.values()) {
      if (this.#last - at < patience) continue;
      name.unanswered += 1;
      server.unanswered += 1;
    }
    const names = [...this.#names.values()].toSorted((a, b) => b.queries - a.queries);
    const suffixes = this.#suffixes(names);
    return {
      all: sum([...this.#servers.values()]),
      truncated: this.#truncated,
      buckets: this.#buckets,
      names: names.slice(0, 100),
      distinct: new Set(names.map(({ name }) => name)).size,
      servers: [...this.#servers.values()].toSorted((a, b) => b.queries - a.queries).slice(0, 50),
      suffixes: suffixes.slice(0, 50),
      searchTries: suffixes.reduce((total, { tries }) => total + tries, 0),
    };
  }

  #ask({ name, type }: DnsMessage, key: string, at: number, server: string, open: Question | undefined): void {
    const ofName = tallyOf(this.#names, `${type} ${name}`, mostNames, () => ({ name, type, ...nothing() }));
    const ofServer = tallyOf(this.#servers, server, mostServers, () => ({ server, ...nothing() }));
    for (const one of [ofName, ofServer]) {
      one.queries += 1;
      if (open !== undefined) one.again += 1;
    }
    if (open === undefined && this.#open.size < mostOpen) this.#open.set(key, { at, name: ofName, server: ofServer });
  }

  #answer({ code, answers, isTruncated }: DnsMessage, key: string, at: number, open: Question): void {
    this.#open.delete(key);
    const ms = Math.max(0, 1000 * (at - open.at));
    for (const one of [open.name, open.server]) {
      one.answered += 1;
      one.total += ms;
      one.longest = Math.max(one.longest, ms);
      if (code === 3) one.nxdomain += 1;
      else if (code !== 0) one.failed += 1;
      else if (answers === 0 && !isTruncated) one.empty += 1;
    }
    if (isTruncated) this.#truncated += 1;
    const bucket = Math.max(0, Math.floor(Math.log2(Math.max(1, 1000 * ms))));
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
  }

  /** A try that failed is one of the search list: it ends in a search domain, or the name without the end was asked for as well. */
  #suffixes(names: readonly DnsName[]): DnsSuffix[] {
    const asked = new Set(names.map(({ name }) => name));
    const tries = new Map<string, number>();
    for (const one of names) {
      if (one.nxdomain === 0) continue;
      const suffix = this.#search.find((domain) => one.name.endsWith(`.${domain}`)) ?? addedTo(one.name, asked);
      if (suffix !== undefined) tries.set(suffix, (tries.get(suffix) ?? 0) + one.nxdomain);
    }
    return [...tries].map(([suffix, count]) => ({ suffix, tries: count })).toSorted((a, b) => b.tries - a.tries);
  }
}

/** What stands behind a shorter name that was asked for; only of two labels or more, as any other is a part of many names. */
function addedTo(name: string, asked: ReadonlySet<string>): string | undefined {
  const labels = name.split(".");
  for (let count = labels.length - 1; count >= 2; count -= 1)
    if (asked.has(labels.slice(0, count).join("."))) return labels.slice(count).join(".");
  return undefined;
}

function tallyOf<Of extends DnsTally>(all: Map<string, Of>, key: string, most: number, make: () => Of): DnsTally {
  const found = all.get(key);
  if (found !== undefined) return found;
  const made = make();
  if (all.size < most) all.set(key, made);
  return made;
}

function nothing(): DnsTally {
  return {
    ...{ queries: 0, again: 0, answered: 0, empty: 0, nxdomain: 0, failed: 0, unanswered: 0 },
    ...{ total: 0, longest: 0 },
  };
}

function sum(tallies: readonly DnsTally[]): DnsTally {
  const all = nothing();
  for (const one of tallies) {
    for (const key of ["queries", "again", "answered", "empty", "nxdomain", "failed", "unanswered", "total"] as const)
      all[key] += one[key];
    all.longest = Math.max(all.longest, one.longest);
  }
  return all;
}
