import type { FoldedStacks } from "../fact-declaration.ts";
import { functionName, isUnresolved } from "./frame.ts";

/** Frames that every program has at this place and that tell nothing: process start, system call entry. */
const plumbing = new Set([
  "_start",
  "__libc_start_main",
  "__libc_start_main_impl",
  "__libc_start_call_main",
  "start_thread",
  "clone",
  "clone3",
  "__clone3",
  "entry_SYSCALL_64_after_hwframe",
  "entry_SYSCALL_64",
  "do_syscall_64",
  "x64_sys_call",
  "el0t_64_sync",
  "el0t_64_sync_handler",
  "el0_svc",
  "do_el0_svc",
  "invoke_syscall",
]);

/** As many frames as it takes to recognise a path. */
const maxFrames = 5;

/**
 * The path by which most samples reached `leaf`, as `leaf ← caller ← caller`: at each step the heaviest caller among
 * the stacks that took the steps before. Repeats in a row (recursion, interpreters) are shown once.
 */
export function heaviestPath(leaf: string, stacks: FoldedStacks): string {
  let paths: Path[] = [];
  for (const [stack, weight] of stacks) {
    if (stack.endsWith(`;${leaf}`)) paths.push({ frames: callers(stack), weight });
  }
  const shown = [functionName(leaf)];
  for (let depth = 1; shown.length < maxFrames; depth++) {
    const byCaller = new Map<string, number>();
    for (const { frames, weight } of paths) {
      const caller = frames[depth] ?? "";
      byCaller.set(caller, (byCaller.get(caller) ?? 0) + weight);
    }
    const [heaviest] = [...byCaller].toSorted(([, a], [, b]) => b - a);
    if (heaviest === undefined || heaviest[0] === "") break;
    shown.push(heaviest[0]);
    paths = paths.filter(({ frames }) => frames[depth] === heaviest[0]);
  }
  return shown.join(" ← ");
}

interface Path {
  /** Leaf first, without plumbing and repeats. */
  readonly frames: readonly string[];
  readonly weight: number;
}

function callers(stack: string): string[] {
  const frames: string[] = [];
  const parts = stack.split(";");
  // Unnamed frames at the foot of a stack are the C library's start of the program: plumbing too.
  const foot = parts.findIndex((part, index) => index >= 1 && !isUnresolved(part) && !plumbing.has(functionName(part)));
  for (let index = parts.length - 1; index >= Math.max(foot, 1) && frames.length < maxFrames; index--) {
    const name = functionName(parts[index] as string);
    const isLeaf = frames.length === 0;
    if (isLeaf || (!plumbing.has(name) && frames.at(-1) !== name)) frames.push(name);
  }
  return frames;
}
