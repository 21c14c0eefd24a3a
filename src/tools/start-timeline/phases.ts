import type { Start } from "./choose-start.ts";
import { type Share, type Timeline, ways } from "./timeline.ts";
import type { Interval } from "./trace.ts";

export interface Phase extends Interval {
  readonly way: Share;
  /** Whom it asked, what slept. */
  readonly detail: string;
}

/** Stretches of a start that most of the time went the same way, in order. */
export function phasesOf(start: Start, timeline: Timeline): Phase[] {
  const phases: (Interval & { readonly way: Share })[] = [];
  for (const { from, to, shares } of timeline.buckets) {
    const way = ways.reduce((most, one) => (shares[one] > shares[most] ? one : most));
    const last = phases.at(-1);
    if (last?.way === way) phases[phases.length - 1] = { ...last, to };
    else phases.push({ from, to, way });
  }
  return phases.map((phase) => ({ ...phase, detail: detailOf(phase, start, timeline) }));
}

function detailOf(phase: Interval & { readonly way: Share }, { tree }: Start, { peers, names }: Timeline): string {
  const touches = (one: Interval) => one.from < phase.to && one.to > phase.from;
  if (phase.way === "connect") return peers.find(touches)?.key ?? "";
  if (phase.way === "dns") return names.find(touches)?.key ?? "";
  if (phase.way !== "sleep") return "";
  const [longest] = tree.waits
    .filter((one) => one.sleeps && touches(one))
    .toSorted((a, b) => b.to - b.from - (a.to - a.from));
  return longest === undefined ? "" : `${tree.processes.get(longest.pid)?.program ?? ""}: ${longest.call}`;
}
