import { readlinkSync } from "node:fs";
import type { Network, NodeTarget } from "../tools/tool.ts";

/**
 * The words that run a program in a network namespace: `nsenter` with the rest, or only the rest where diag is in that
 * namespace already. A host's is that of its first process.
 */
export function inNetwork(network: Network, target: NodeTarget, words: readonly string[]): string[] {
  const pid = network === "target" && target.kind === "process" ? target.processes[0]?.pid : 1;
  return pid === undefined || isOwn(pid) ? [...words] : ["nsenter", `--net=/proc/${pid}/ns/net`, "--", ...words];
}

/** A process that is gone, or may not be looked at, is left to nsenter, which says so. */
function isOwn(pid: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`) === readlinkSync("/proc/self/ns/net");
  } catch {
    return false;
  }
}
