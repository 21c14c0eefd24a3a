import { type V8CallFrame, v8Frame } from "../../tools/stacks/v8-frame.ts";
import { HelperError } from "./helper-output.ts";

/** What Profiler.stop gives: a tree of calls by id (Chrome DevTools Protocol, Profiler.Profile). */
interface CpuProfile {
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

/** Of a tree that names a call as its own caller this is where the stack ends. */
const deepest = 1_024;

/**
 * Folded stacks, root to leaf, in the words of V8's perf map: `priceOf /srv/shop.js:2:17`. What V8 itself does has no
 * place: `(program)`, `(garbage collector)`, `(idle)`.
 */
export function foldCpuProfile(profile: unknown): string {
  if (!isCpuProfile(profile)) throw new HelperError("the inspector answered with something that is no CPU profile");
  const { nodes } = profile;
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const weights = new Map<string, number>();
  const parentOf = ({ id }: CpuProfileNode) => {
    const parent = parents.get(id);
    return parent === undefined ? undefined : byId.get(parent);
  };
  const add = (node: CpuProfileNode, weight: number) => {
    if (weight < 1) return;
    const stack: string[] = [];
    let at: CpuProfileNode | undefined = node;
    for (let depth = 0; at !== undefined && depth < deepest; depth++, at = parentOf(at)) {
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

/** The program that is profiled is what answers: its answer may be anything. */
function isCpuProfile(profile: unknown): profile is CpuProfile {
  const { nodes } = Object(profile) as { readonly nodes?: unknown };
  return Array.isArray(nodes) && nodes.every(isNode);
}

function isNode(node: unknown): node is CpuProfileNode {
  const { id, hitCount = 0, children = [], positionTicks = [], callFrame } = Object(node) as Partial<CpuProfileNode>;
  const { functionName, url, lineNumber, columnNumber } = Object(callFrame) as Partial<V8CallFrame>;
  return (
    [id, hitCount, lineNumber, columnNumber].every(Number.isFinite) &&
    typeof functionName === "string" &&
    typeof url === "string" &&
    Array.isArray(children) &&
    children.every(Number.isFinite) &&
    Array.isArray(positionTicks) &&
    positionTicks.every((one) => Number.isFinite(one?.line) && Number.isFinite(one?.ticks))
  );
}

function beginning({ callFrame }: CpuProfileNode): number {
  return callFrame.lineNumber + 1;
}

/** A name as it may stand in a folded stack. */
export function foldable(name: string): string {
  return name.replaceAll(";", ":").replaceAll("\n", " ");
}
