import { type ProcessUse, readProcessUse } from "./process-use.ts";

export interface TreeUse {
  readonly cpuMs: number;
  readonly rssBytes: number;
}

/**
 * A program with everything it starts, whatever process group that moves to. Children are found by the kernel's list
 * of them (task/TID/children, CONFIG_PROC_CHILDREN), so that nothing but the tree is read; on a kernel without that
 * list only the program itself is followed, and its children count once it has waited for them. A process that was
 * seen once is followed also after its parent is gone.
 */
export class ProcessTree {
  readonly #root: number;
  readonly #startTicks: number | undefined;
  #known: ReadonlyMap<number, ProcessUse>;

  /** @param root The pid of a program that was just started. */
  constructor(root: number) {
    this.#root = root;
    const use = readProcessUse(root);
    this.#startTicks = use?.startTicks;
    this.#known = new Map(use === undefined ? [] : [[root, use]]);
  }

  /** What the processes that are there now have used, and hold. */
  sample(): TreeUse {
    const found = new Map<number, ProcessUse>();
    const waiting = [this.#root, ...this.#known.keys()];
    for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
      if (found.has(pid)) continue;
      const use = readProcessUse(pid);
      if (use === undefined || this.#isAnother(use)) continue;
      found.set(pid, use);
      waiting.push(...use.children);
    }
    this.#known = found;
    const all = [...found.values()];
    const together = all.reduce((sum, { rssBytes }) => sum + rssBytes, 0);
    return {
      cpuMs: all.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
      // The peak of one process is exact where the sum was only sampled.
      rssBytes: Math.max(together, ...all.map(({ peakRssBytes }) => peakRssBytes)),
    };
  }

  /** Its pid was given to a process that is none of ours. */
  #isAnother({ pid, startTicks }: ProcessUse): boolean {
    const before = pid === this.#root ? this.#startTicks : this.#known.get(pid)?.startTicks;
    return before !== undefined && before !== startTicks;
  }
}
