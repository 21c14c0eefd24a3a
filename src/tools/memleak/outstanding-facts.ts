import { formatNumber, formatQuantity } from "../../documents/format-quantity.ts";
import { number, percent, string } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { isUnresolved, userFrame } from "../stacks/frame.ts";
import { StackCounter } from "../stacks/stack-counter.ts";
import { summariseStacks } from "../stacks/stack-summary.ts";
import { symbolHints } from "../stacks/symbol-hints.ts";
import type { Parsed } from "../tool.ts";
import type { OutstandingStack, TracedFrame } from "./outstanding.ts";
import { fileName, isOwn, ownPath } from "./own-frames.ts";
import type { TraceHeader } from "./trace-header.ts";

export const outstandingFactDeclarations = {
  outstanding: {
    kind: "profile",
    unit: "bytes",
    description: "Bytes outstanding by the stack that allocated them, allocator's frames included.",
  },
  outstandingBytes: {
    kind: "number",
    unit: "bytes",
    description:
      "Bytes that were allocated in the window, are older than minimumAge and were not freed; scaled up where one allocation in several was traced.",
  },
  outstandingCount: { kind: "number", unit: "count", description: "Allocations of outstandingBytes." },
  topFunction: {
    kind: "string",
    optional: true,
    description:
      "The program's own function that holds most outstanding bytes: the allocator and what of the C and C++ libraries allocates for it are left out. Absent where nothing is outstanding or nothing has a name.",
  },
  topPath: {
    kind: "string",
    optional: true,
    description: "Heaviest path to topFunction, `function ← caller ← caller`, at most five frames.",
  },
  topShare: {
    kind: "number",
    unit: "percent",
    optional: true,
    description: "Share of outstandingBytes that topFunction holds.",
  },
  topBytes: { kind: "number", unit: "bytes", optional: true, description: "Outstanding bytes of topFunction." },
  unresolvedShare: {
    kind: "number",
    unit: "percent",
    optional: true,
    description: "Share of outstandingBytes whose stacks name no function of the program.",
  },
  allocationRate: {
    kind: "number",
    unit: "per-second",
    optional: true,
    description: "Calls of malloc, calloc and realloc a second, counted for a moment before anything was traced.",
  },
  slowdown: {
    kind: "number",
    unit: "percent-of-core",
    optional: true,
    description: "What tracing took of the target, by allocationRate and what a traced allocation costs.",
  },
  sampledOneIn: {
    kind: "number",
    unit: "count",
    optional: true,
    description: "One allocation in so many was traced; 1 is all.",
  },
} as const satisfies Record<string, FactDeclaration>;

/** Fewer allocations than this, where only some are traced, tell little of the others. */
const fewSamples = 30;
/** A share of bytes without names above which the reader must be warned, in percent. */
const worrying = 20;

export function outstandingFacts(
  stacks: readonly OutstandingStack[],
  header: TraceHeader,
  options: { readonly partial: boolean },
): Parsed {
  const scale = header.sampledOneIn ?? 1;
  const all = new StackCounter();
  const own = new StackCounter();
  let count = 0;
  let unnamed = 0;
  let ownHeap = 0;
  for (const stack of stacks) {
    const { frames, bytes, count: allocations } = stack;
    const weight = bytes * scale;
    if (isOwnHeap(stack, header)) {
      ownHeap += weight;
      continue;
    }
    count += allocations;
    const named = frames.map(({ symbol, module }) => userFrame(symbol, module)).reverse();
    all.add(header.command, named, weight);
    const path = ownPath(frames);
    if (path === undefined) unnamed += weight;
    else own.add(header.command, path.map(({ symbol, module }) => userFrame(symbol, module)).reverse(), weight);
  }
  const { top } = summariseStacks(own.folded);
  const share = (weight: number) => (100 * weight) / all.total;
  const facts: Record<keyof typeof outstandingFactDeclarations, ParsedFact | undefined> = {
    outstanding: { kind: "profile", unit: "bytes", folded: all.folded },
    outstandingBytes: number(all.total, "bytes"),
    outstandingCount: number(count * scale, "count"),
    ...(top === undefined || isUnresolved(top.name)
      ? { topFunction: undefined, topPath: undefined, topShare: undefined, topBytes: undefined }
      : {
          topFunction: string(top.name),
          topPath: string(top.path),
          topShare: percent(share(top.weight)),
          topBytes: number(top.weight, "bytes"),
        }),
    unresolvedShare: all.total > 0 ? percent(share(unnamed)) : undefined,
    ...chosenFacts(header),
  };
  const notes = [
    ...chosenNotes(header),
    ...(all.total === 0 ? ["Nothing that was allocated in the window was left at its end."] : []),
    ...(scale > 1 && count > 0 && count < fewSamples
      ? [`Only ${count} of the traced allocations are outstanding: bytes and shares are rough.`]
      : []),
    ...(ownHeap > 0
      ? [`${formatQuantity(ownHeap, "bytes")} that the allocator mapped to have in stock are left out.`]
      : []),
    ...(header.capacity !== undefined && count >= 0.99 * header.capacity
      ? [`The table of ${formatNumber(header.capacity)} outstanding allocations was full: what came later is missing.`]
      : []),
    ...(share(unnamed) > worrying
      ? [
          `${Math.round(share(unnamed))} % of the outstanding bytes were allocated by code without names: it is stripped, has no frame pointers, or was made by a JIT compiler.`,
          ...symbolHints(all.folded).filter((hint) => hint.startsWith("Functions of")),
        ]
      : []),
    ...(options.partial
      ? ["Tracing was cut short: what is outstanding may include what would have been freed soon after."]
      : []),
  ];
  return { facts: present(facts), notes };
}

/** HEAP_MAX_SIZE of glibc's malloc/arena.c on 64-bit, and twice that, of which it gives back what is not aligned. */
const arenas = [2 ** 26, 2 ** 27];

/** memleak takes an mmap for an allocation: also those by which the allocator fills its own stock. */
function isOwnHeap({ frames, bytes, count }: OutstandingStack, { object = "" }: TraceHeader): boolean {
  const isInside = ({ module }: TracedFrame) => module !== "" && fileName(module) === fileName(object);
  const [leaf] = frames;
  if (leaf === undefined || !isInside(leaf) || isOwn(leaf)) return false;
  return frames.every(isInside) ? !frames.some(isOwn) : arenas.includes(bytes / count);
}

/** What the helper found before it traced, or instead of it. */
function chosenFacts({ allocationsPerSecond, slowdown, sampledOneIn }: TraceHeader) {
  return {
    allocationRate: allocationsPerSecond === undefined ? undefined : number(allocationsPerSecond, "per-second"),
    slowdown: slowdown === undefined ? undefined : number(slowdown, "percent-of-core"),
    sampledOneIn: sampledOneIn === undefined ? undefined : number(sampledOneIn, "count"),
  };
}

function chosenNotes(header: TraceHeader): string[] {
  const { allocationsPerSecond, slowdown, sampledOneIn = 1, processes, pid, command, minimumAgeMs } = header;
  const notes: string[] = [];
  if (processes > 1) {
    notes.push(`Of ${processes} processes it traced ${command} (${pid}), which holds most memory of its own.`);
  }
  if (sampledOneIn > 1) {
    notes.push(`One allocation in ${formatNumber(sampledOneIn)} was traced; bytes and counts are scaled up by that.`);
  }
  if (allocationsPerSecond !== undefined && slowdown !== undefined && slowdown >= 1) {
    notes.push(
      `The program allocated ${formatNumber(allocationsPerSecond)} times a second: tracing took about ${formatQuantity(slowdown, "percent-of-core")} from it.`,
    );
  }
  if (minimumAgeMs !== undefined) {
    notes.push(
      `minimumAge was lowered to ${formatQuantity(minimumAgeMs, "milliseconds")}: a longer one leaves too little of the window.`,
    );
  }
  return notes;
}

function present(facts: Readonly<Record<string, ParsedFact | undefined>>): Record<string, ParsedFact> {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, fact]) => (fact === undefined ? [] : [[name, fact]])),
  );
}
