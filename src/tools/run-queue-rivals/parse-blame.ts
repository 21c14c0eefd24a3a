import { type Fields, fieldsOf } from "../json-line.ts";
import { textLines } from "../text-lines.ts";
import type { ParseContext, Parsed, RawOutput } from "../tool.ts";
import { windowSeconds } from "../window.ts";
import { containerOf, type Rival, rivalFacts } from "./rival-facts.ts";

/** bpftrace -f json: one line `{"type": "map", "data": {"@blame": {"PID,COMM[,CGROUP,OWN]": NANOSECONDS}}}`. */
export function parseBlame(output: RawOutput, context: ParseContext, structures: boolean): Parsed {
  const blame = readBlame(output);
  if (blame === undefined) return { facts: {}, notes: [] };
  const seconds = windowSeconds(context.args);
  const rivals = Object.entries(blame).flatMap(([key, ns]): Rival[] => {
    if (typeof ns !== "number" || !Number.isFinite(ns) || ns <= 0) return [];
    const rival = rivalOf(key, structures, context.pids);
    return rival === undefined ? [] : [{ ...rival, ms: ns / 1e6 }];
  });
  const notes = output.partial ? ["Tracing was cut short; later waits are not counted."] : [];
  return { facts: rivalFacts(rivals.map(withContainer(rivals)), seconds), notes };
}

/** What a container has started since, and what else is in it, is no other to it. */
function withContainer(rivals: readonly Rival[]): (rival: Rival) => Rival {
  const homes = new Set(rivals.flatMap(({ who, cgroup }) => (who === "target" ? (containerOf(cgroup) ?? []) : [])));
  return (rival) =>
    rival.who === "other" && homes.has(containerOf(rival.cgroup) ?? "") ? { ...rival, who: "target" } : rival;
}

/** An empty map is not printed: then nothing waited, if it got as far as attaching its probes. */
function readBlame(output: RawOutput): Fields | undefined {
  let attached = false;
  for (const line of textLines(output.stdout)) {
    const value = fieldsOf(line);
    if (value?.["type"] === "attached_probes") attached = true;
    const data = value?.["data"];
    const blame = typeof data === "object" && data !== null && "@blame" in data ? data["@blame"] : undefined;
    if (value?.["type"] === "map" && typeof blame === "object" && blame !== null) return blame as Fields;
  }
  return attached ? {} : undefined;
}

/** A name may hold commas: the first field is the id, the last two are the cgroup and whether it is diag's own. */
function rivalOf(key: string, structures: boolean, pids: readonly number[]): Omit<Rival, "ms"> | undefined {
  const pattern = structures ? /^(\d{1,10}),(.*),([^,]*),(\d+)$/s : /^(\d{1,10}),(.*)$/s;
  const [, id, command = "", cgroup = "", own] = pattern.exec(key) ?? [];
  if (id === undefined) return undefined;
  const pid = Number(id);
  const who = pid === 0 ? "idle" : pids.includes(pid) ? "target" : own === "1" ? "diag" : "other";
  return { command: pid === 0 ? "swapper" : command, pid, cgroup, who };
}
