import type { Sample } from "../tool.ts";

/** `Tcp.RetransSegs` → its value; 32-bit kernels wrap, which a difference below zero tells. */
export type NetCounters = ReadonlyMap<string, number>;

/** Far more than any kernel has: 1,000 names of 40 letters. */
const longestLine = 100_000;

/**
 * /proc/net/snmp and netstat (net/ipv4/proc.c): a line of names and one of values, both after `Group:`. And sockstat, whose
 * lines are `TCP: inuse 4 orphan 0`: as `TCP.inuse`.
 */
export function netCounters({ files }: Sample): NetCounters {
  const counters = new Map<string, number>();
  for (const [path, text] of Object.entries(files)) if (path.includes("/net/")) read(text, counters);
  return counters;
}

function read(text: string, counters: Map<string, number>): void {
  const names = new Map<string, readonly string[]>();
  for (const line of text.split("\n")) {
    const [, group, rest = ""] = /^(\w{1,20}): (.*)$/.exec(line.slice(0, longestLine)) ?? [];
    if (group === undefined) continue;
    const words = rest.trim().split(/\s+/);
    if (words.some((word, at) => at % 2 === 0 && /^[a-z]/.test(word))) {
      for (let at = 0; at + 1 < words.length; at += 2) set(counters, `${group}.${words[at]}`, words[at + 1]);
      continue;
    }
    const known = names.get(group);
    if (known === undefined) names.set(group, words);
    else for (const [at, name] of known.entries()) set(counters, `${group}.${name}`, words[at]);
  }
}

function set(counters: Map<string, number>, name: string, text: string | undefined): void {
  if (text !== undefined && /^-?\d{1,20}$/.test(text)) counters.set(name, Number(text));
}
