import type { Graph } from "./graph.ts";
import type { Operation } from "./transform.ts";
import type { ViewState } from "./view-state.ts";

interface Edit {
  readonly operation: Operation;
  /** What there was before it. */
  readonly graph: Graph;
  readonly state: ViewState;
}

/** What the reader has done to all frames of a function, in its order, and what "undo" goes back to. */
export class Edits {
  #done: readonly Edit[] = [];

  get operations(): readonly Operation[] {
    return this.#done.map(({ operation }) => operation);
  }

  add(edit: Edit): void {
    this.#done = [...this.#done, edit];
  }

  undo(): Edit | undefined {
    const last = this.#done.at(-1);
    this.#done = this.#done.slice(0, -1);
    return last;
  }

  /** @returns the graph as it was before the first of them. */
  clear(graph: Graph): Graph {
    const [first] = this.#done;
    this.#done = [];
    return first?.graph ?? graph;
  }
}
