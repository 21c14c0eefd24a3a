import type { Trace, TracedProcess, Tree } from "./trace.ts";

/** One start of a program, as far as the window shows it. */
export interface Start {
  readonly tree: Tree;
  readonly main: TracedProcess;
  readonly from: number;
  /** When it listened, ended, or the window did. */
  readonly until: number;
  readonly isReady: boolean;
}

/** One that was there before and listens now has only been started if it is no older. */
const youngSeconds = 300;

/**
 * Which start is told of: that which took longest to listen, so that the last part of one that was under way is none; one that was seen
 * from its beginning before one that was not. Without any, that which used most CPU time, which tells a program from the pauses
 * (sleep(1)) of who starts it.
 */
export function chooseStart(trace: Trace): Start | undefined {
  const starts = startsOf(trace);
  const begun = starts.filter(({ tree }) => tree.age === undefined);
  const [slowest] = begun.filter(({ isReady }) => isReady).toSorted((a, b) => b.until - b.from - (a.until - a.from));
  const [older] = starts.filter(({ tree }) => tree.age !== undefined);
  const [busiest] = begun.toSorted((a, b) => cpuOf(b.tree) - cpuOf(a.tree));
  return slowest ?? older ?? busiest;
}

/** Every start that was seen, in order. */
export function startsOf(trace: Trace): Start[] {
  return [...trace.trees.values()]
    .flatMap((tree): Start[] => {
      const main = tree.processes.get(tree.pid);
      if (main === undefined) return [];
      const isOld = tree.age !== undefined;
      if (isOld && (tree.listens === undefined || (tree.age ?? 0) > youngSeconds)) return [];
      const until = Math.max(main.from, tree.listens ?? main.to ?? trace.seconds);
      return [{ tree, main, from: main.from, until, isReady: tree.listens !== undefined }];
    })
    .toSorted((a, b) => a.from - b.from);
}

export function cpuOf(tree: Tree): number {
  return [...tree.processes.values()].reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
}
