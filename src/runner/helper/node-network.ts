import { allProcesses, linkOf, textOf, withDescendants } from "./target-descriptors.ts";

/**
 * The node's network namespace, `net:[4026531833]`: that of its first process, which a security module may hide, or of kthreadd, which
 * never leaves it. Undefined where neither may be looked at.
 */
export function nodeNetwork(): string | undefined {
  return linkOf("/proc/1/ns/net") ?? (textOf("/proc/2/comm") === "kthreadd\n" ? linkOf("/proc/2/ns/net") : undefined);
}

/** Whether no other process is in that network namespace than the target's, and diag's own: the runner is this one's parent. */
export function isAlone(pids: readonly number[], network: string | undefined): boolean {
  if (network === undefined) return false;
  const inside = allProcesses().filter((pid) => linkOf(`/proc/${pid}/ns/net`) === network);
  const own = new Set(withDescendants([...pids, process.ppid]));
  return inside.every((pid) => own.has(pid));
}
