import type { DescriptorReading, DescriptorSummary } from "../../tools/descriptors/descriptor-facts.ts";
import { type DescriptorKind, descriptorKind, descriptorKinds } from "../../tools/descriptors/descriptor-kind.ts";
import { HelperError, type HelperOutput } from "./helper-output.ts";
import { takeReadings } from "./readings.ts";
import { descriptorsOf, textOf, withDescendants } from "./target-descriptors.ts";

const intervalMs = 500;
/** A server with more children than these is told by those that have most open. */
const mostProcesses = 200;
const mostPaths = 30;

/** What the processes and their descendants have open, at intervals, and what that is of: a line a reading, and a summary. */
export async function descriptors({
  pids,
  seconds,
}: {
  readonly pids: readonly number[];
  readonly seconds: number;
}): Promise<HelperOutput> {
  const lines: string[] = [];
  const firstLinks = new Map<number, readonly string[]>();
  const lastLinks = new Map<number, readonly string[]>();
  await takeReadings(seconds, intervalMs, (at) => {
    lastLinks.clear();
    for (const pid of withDescendants(pids).slice(0, 10 * mostProcesses)) {
      const links = descriptorsOf(pid)?.map(({ link }) => link);
      if (links === undefined) continue;
      lastLinks.set(pid, links);
      if (!firstLinks.has(pid) && lines.length === 0) firstLinks.set(pid, links);
    }
    if (lastLinks.size === 0 && lines.length === 0 && pids.some((pid) => textOf(`/proc/${pid}/comm`) !== undefined))
      throw new HelperError("/proc/PID/fd of the target may not be read: it takes the same user, or CAP_SYS_PTRACE");
    const open = [...lastLinks].toSorted(([, a], [, b]) => b.length - a.length).slice(0, mostProcesses);
    const reading: DescriptorReading = {
      kind: "reading",
      at,
      open: Object.fromEntries(open.map(([pid, links]) => [pid, countKinds(links)])),
    };
    lines.push(JSON.stringify(reading));
  });
  lines.push(JSON.stringify(summaryOf(firstLinks, lastLinks)));
  return { stdout: `${lines.join("\n")}\n`, stderr: "" };
}

function countKinds(links: readonly string[]): number[] {
  const counts = descriptorKinds.map(() => 0);
  for (const link of links) {
    const at = descriptorKinds.indexOf(descriptorKind(link));
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

function summaryOf(
  first: ReadonlyMap<number, readonly string[]>,
  last: ReadonlyMap<number, readonly string[]>,
): DescriptorSummary {
  const limits = new Map([...last.keys()].slice(0, mostProcesses).map((pid) => [pid, limitsOf(pid)] as const));
  const share = (pid: number) => (last.get(pid)?.length ?? 0) / Math.max(1, limits.get(pid)?.[0] ?? 1);
  const growth = (pid: number) => (first.has(pid) ? (last.get(pid)?.length ?? 0) - (first.get(pid)?.length ?? 0) : 0);
  const [pid = 0] = [...limits.keys()].toSorted(
    (a, b) => Math.max(0, growth(b)) - Math.max(0, growth(a)) || share(b) - share(a),
  );
  return {
    kind: "summary",
    processes: Object.fromEntries(
      [...limits].map(([one, [soft, hard]]) => [one, [textOf(`/proc/${one}/comm`)?.trimEnd() ?? "", soft, hard]]),
    ),
    pid,
    paths: pathsOf(first.get(pid) ?? [], last.get(pid) ?? []),
  };
}

/** The link where several are of the same; else its folder, or only what kind of thing it is. */
function pathsOf(first: readonly string[], last: readonly string[]): DescriptorSummary["paths"] {
  const times = new Map<string, number>();
  for (const link of last) times.set(plain(link), (times.get(plain(link)) ?? 0) + 1);
  const nameOf = (link: string) => {
    const path = plain(link);
    return !path.startsWith("/") || (times.get(path) ?? 0) > 1 ? path : `${path.slice(0, path.lastIndexOf("/"))}/*`;
  };
  const groups = new Map<string, { kind: DescriptorKind; open: number; before: number }>();
  const groupOf = (link: string) => {
    const name = nameOf(link);
    const found = groups.get(name) ?? { kind: descriptorKind(link), open: 0, before: 0 };
    groups.set(name, found);
    return found;
  };
  for (const link of last) groupOf(link).open += 1;
  for (const link of first) groupOf(link).before += 1;
  return [...groups]
    .filter(([, { open }]) => open > 0)
    .map(([name, { kind, open, before }]) => [name, kind, open, open - before] as const)
    .toSorted((a, b) => b[3] - a[3] || b[2] - a[2])
    .slice(0, mostPaths);
}

/** Without the inode of a socket or pipe, and without the mark of a deleted file. */
function plain(link: string): string {
  return link.replace(/:\[\d+\]$/, "").replace(/ \(deleted\)$/, "");
}

/** Soft and hard; -1 where unlimited or not to be read. */
function limitsOf(pid: number): readonly [number, number] {
  const [, soft, hard] =
    /^Max open files\s+(\d+|unlimited)\s+(\d+|unlimited)/m.exec(textOf(`/proc/${pid}/limits`) ?? "") ?? [];
  const count = (text: string | undefined) => (text === undefined || text === "unlimited" ? -1 : Number(text));
  return [count(soft), count(hard)];
}
