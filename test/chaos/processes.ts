import { readdirSync, readFileSync } from "node:fs";

/** A process that runs; a zombie does not. */
export interface Running {
  readonly pid: number;
  /** Its command line. */
  readonly words: string;
}

/** Processes that were started with this in their environment, or by somebody who was; or that name `path` in their command line. */
export function markedProcesses(mark: string, path: string): Running[] {
  return running((pid, words) => words.includes(path) || read(`/proc/${pid}/environ`).split("\0").includes(mark));
}

/** Processes in the cgroup of a container or pod with one of these ids. */
export function containedProcesses(ids: readonly string[]): Running[] {
  return running((pid) => {
    const cgroup = read(`/proc/${pid}/cgroup`);
    return ids.some((id) => cgroup.includes(id));
  });
}

/** What diag itself starts on a node beside the tools: the supervisor and what holds the runner, the guard, the runner. */
const own = /diag-supervisor|^timeout --foreground|while read -r change group|^diag runner|main\.ts run /;

export function toolsAmong(found: readonly Running[]): Running[] {
  return found.filter(({ words }) => !own.test(words));
}

export function runnerAmong(found: readonly Running[]): Running[] {
  return found.filter(({ words }) => words.startsWith("diag runner"));
}

/** @returns whether there was one that could be killed. */
export function killOne(found: readonly Running[], pick: number): boolean {
  const victim = found[Math.floor(pick * found.length)];
  if (victim === undefined) return false;
  try {
    process.kill(victim.pid, "SIGKILL");
    return true;
  } catch {
    return false;
  }
}

export function processText({ pid, words }: Running): string {
  return `process ${pid}: ${words.replaceAll(/\s+/g, " ").slice(0, 80)}`;
}

function running(isWanted: (pid: string, words: string) => boolean): Running[] {
  return readdirSync("/proc").flatMap((pid) => {
    if (!/^\d+$/.test(pid) || pid === `${process.pid}`) return [];
    const words = read(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim();
    return words !== "" && isWanted(pid, words) ? [{ pid: Number(pid), words }] : [];
  });
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
