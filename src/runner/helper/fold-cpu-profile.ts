import { type V8CallFrame, v8Frame } from "../../tools/stacks/v8-frame.ts";

/** What Profiler.stop returns: a tree of calls by id (Chrome DevTools Protocol, Profiler.Profile). */
export interface CpuProfile {
  readonly nodes: readonly CpuProfileNode[];
}

interface CpuProfileNode {
  readonly id: number;
  readonly hitCount?: number;
  readonly children?: readonly number[];
  /** Samples by line, counted from 1. */
  readonly positionTicks?: readonly { readonly line: number; readonly ticks: number }[];
  readonly callFrame: V8CallFrame;
}

/**
 * Folded stacks, root to leaf, in the words of V8's perf map: `priceOf /srv/shop.js:2:17`. What V8 itself does has no
 * place: `(program)`, `(garbage collector)`, `(idle)`.
 */
export function foldCpuProfile({ nodes }: CpuProfile): string {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const weights = new Map<string, number>();
  const add = (node: CpuProfileNode, weight: number) => {
    if (weight < 1) return;
    const stack: string[] = [];
    for (let at: CpuProfileNode | undefined = node; at !== undefined; at = byId.get(parents.get(at.id) ?? -1)) {
      if (at.callFrame.functionName !== "(root)") stack.push(foldable(v8Frame(at.callFrame)));
    }
    const folded = stack.reverse().join(";");
    weights.set(folded, (weights.get(folded) ?? 0) + weight);
  };
  for (const node of nodes) {
    let own = node.hitCount ?? 0;
    for (const { line, ticks } of node.positionTicks ?? []) {
      const inlined = line < beginning(node) ? inlinedAt(node, line, byId) : undefined;
      if (inlined === undefined) continue;
      own -= ticks;
      add(inlined, ticks);
    }
    add(node, own);
  }
  return [...weights].map(([stack, weight]) => `${stack} ${weight}\n`).join("");
}

/**
 * A line above a function's beginning is of a function that was inlined into it: Node.js 20 and older count it for the
 * one that it was inlined into. Of what that calls, the last that begins above the line.
 */
function inlinedAt(
  node: CpuProfileNode,
  line: number,
  byId: ReadonlyMap<number, CpuProfileNode>,
): CpuProfileNode | undefined {
  let found: CpuProfileNode | undefined;
  const seen = new Set<number>();
  const open = [...(node.children ?? [])];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const callee = byId.get(id);
    if (callee === undefined || seen.has(id)) continue;
    seen.add(id);
    open.push(...(callee.children ?? []));
    if (callee.callFrame.url !== node.callFrame.url || beginning(callee) > line) continue;
    if (found === undefined || beginning(callee) > beginning(found)) found = callee;
  }
  return found;
}

function beginning({ callFrame }: CpuProfileNode): number {
  return callFrame.lineNumber + 1;
}

function foldable(name: string): string {
  return name.replaceAll(";", ":").replaceAll("\n", " ");
}
