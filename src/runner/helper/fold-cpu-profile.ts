/** What Profiler.stop returns: a tree of calls by id (Chrome DevTools Protocol, Profiler.Profile). */
export interface CpuProfile {
  readonly nodes: readonly CpuProfileNode[];
}

interface CpuProfileNode {
  readonly id: number;
  readonly hitCount?: number;
  readonly children?: readonly number[];
  readonly callFrame: {
    readonly functionName: string;
    readonly url: string;
    readonly lineNumber: number;
    readonly columnNumber: number;
  };
}

/**
 * Folded stacks, root to leaf, in the words of V8's perf map: `priceOf /srv/shop.js:2:17`. What V8 itself does has no
 * place: `(program)`, `(garbage collector)`, `(idle)`.
 */
export function foldCpuProfile({ nodes }: CpuProfile): string {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const lines: string[] = [];
  for (const node of nodes) {
    if ((node.hitCount ?? 0) < 1) continue;
    const stack: string[] = [];
    for (let at: CpuProfileNode | undefined = node; at !== undefined; at = byId.get(parents.get(at.id) ?? -1)) {
      if (at.callFrame.functionName !== "(root)") stack.push(frame(at.callFrame));
    }
    lines.push(`${stack.reverse().join(";")} ${node.hitCount}\n`);
  }
  return lines.join("");
}

function frame({ functionName, url, lineNumber, columnNumber }: CpuProfileNode["callFrame"]): string {
  const name = functionName || "(anonymous)";
  const file = url.replace(/^file:\/\//, "");
  const text = file === "" ? name : `${name} ${file}:${lineNumber + 1}:${columnNumber + 1}`;
  return text.replaceAll(";", ":").replaceAll("\n", " ");
}
