import { allProcesses, linkOf, textOf, withDescendants } from "./target-descriptors.ts";

/**
 * A process that is in the node's network namespace: its first, which a security module may hide, or kthreadd, which never
 * leaves it.
 */
export function nodeProcess(): 1 | 2 {
  return linkOf("/proc/1/ns/net") === undefined && textOf("/proc/2/comm") === "kthreadd\n" ? 2 : 1;
}

/** The node's network namespace, `net:[4026531833]`. Undefined where it may not be looked at. */
export function nodeNetwork(): string | undefined {
  return linkOf(`/proc/${nodeProcess()}/ns/net`);
}

/** Whether no other process is in that network namespace than the target's, and diag's own: the runner is this one's parent. */
export function isAlone(pids: readonly number[], network: string | undefined): boolean {
  if (network === undefined) return false;
  const inside = allProcesses().filter((pid) => linkOf(`/proc/${pid}/ns/net`) === network);
  const own = new Set(withDescendants([...pids, process.ppid]));
  return inside.every((pid) => own.has(pid));
}
